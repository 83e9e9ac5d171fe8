/** Microsoft.ManagementPartner, api-version 2018-02-01: Partner Admin Link, as facts-azure.md section 1 has it. */
import {
  armError,
  checkApiVersion,
  json,
  methodNotAllowed,
  partnerError,
  type Answer,
  type Question,
} from './answer.ts';
import { lookUpPartner } from '../scenario/partners.ts';
import type { LinkRecord, State } from '../state/state.ts';
import type { UnknownAnswers } from '../switches/switches.ts';

export const managementPartnerPath = '/providers/microsoft.managementpartner';
const managementPartnerVersion = '2018-02-01';

const partnersPath = `${managementPartnerPath}/partners`;

/** `undefined`: not a path of this provider. */
export function answerManagementPartner(
  question: Question,
  state: State,
  unknowns: UnknownAnswers,
): Answer | undefined {
  const { path } = question;
  if (!path.startsWith(`${managementPartnerPath}/`)) {
    return undefined;
  }
  const refused = checkApiVersion(question, managementPartnerVersion);
  if (refused) {
    return refused;
  }
  if (path === `${managementPartnerPath}/operations`) {
    return question.method === 'GET' ? operations : methodNotAllowed(question);
  }
  const onOne = path.startsWith(`${partnersPath}/`) && path.indexOf('/', partnersPath.length + 1) === -1;
  if (path !== partnersPath && !onOne) {
    // assumed: status, code and message.
    return armError(
      404,
      'InvalidResourceType',
      "The resource type could not be found in the namespace 'Microsoft.ManagementPartner' for api version '2018-02-01'.",
    );
  }
  const barred = barredFrom(question);
  if (barred) {
    return barred;
  }
  switch (question.method) {
    case 'GET':
      return read(question, state, unknowns, onOne);
    case 'PUT':
      return onOne ? create(question, state, unknowns) : methodNotAllowed(question);
    case 'PATCH':
      return onOne ? change(question, state) : methodNotAllowed(question);
    case 'DELETE':
      return onOne ? remove(question, state, unknowns) : methodNotAllowed(question);
    default:
      return methodNotAllowed(question);
  }
}

function barredFrom(question: Question): Answer | undefined {
  switch (question.caller.tenant.palAccess) {
    case 'normal':
      return undefined;
    case 'csp':
      return cspWithoutAccount();
    case 'forbidden':
      return forbidden(question);
  }
}

/** assumed: 403, this code, and every verb; the message is what people report. */
export function cspWithoutAccount(): Answer {
  return partnerError(
    403,
    'Forbidden',
    'The user does not have an account in this tenant, work with the administrator to add the account. If you are a CSP partner logged in the customer tenant, you will not be able to link the Partner ID',
  );
}

const actions: Readonly<Record<string, string>> = { GET: 'read', DELETE: 'delete' };

/** assumed: code and message, after Azure Resource Manager's usual ones. */
export function forbidden(question: Question): Answer {
  const action = `Microsoft.ManagementPartner/partners/${actions[question.method] ?? 'write'}`;
  return partnerError(
    403,
    'AuthorizationFailed',
    `The client with object id '${question.caller.objectId}' does not have authorization to perform action '${action}' over scope '/providers/Microsoft.ManagementPartner'.`,
  );
}

function activeLink(question: Question, state: State): LinkRecord | undefined {
  const record = state.record(question.caller.tenantId, question.caller.objectId);
  return record?.active === true ? record : undefined;
}

function notFound(): Answer {
  return partnerError(
    404,
    'ManagementPartnerNotFound',
    'This user or service principal is not linked with a Partner ID',
  );
}

function invalid(): Answer {
  return partnerError(400, 'PartnerIdInvalid', 'The Partner ID is not valid');
}

/** assumed: 409 and the message; the code is what people report. */
function alreadyLinked(): Answer {
  return partnerError(
    409,
    'PartnerIdAlreadyLinked',
    'This user or service principal is already linked with a Partner ID',
  );
}

function read(question: Question, state: State, unknowns: UnknownAnswers, onOne: boolean): Answer {
  const link = activeLink(question, state);
  if (!link) {
    return notFound();
  }
  // assumed: what another ID than the linked one is answered; a switch has both ways.
  if (onOne && question.lastSegment !== link.partnerId && unknowns.getOtherId === 'notFound') {
    return notFound();
  }
  return linkAnswer(200, question, link);
}

function create(question: Question, state: State, unknowns: UnknownAnswers): Answer {
  // assumed: a bad ID is refused before an existing link is looked at.
  if (lookUpPartner(question.lastSegment).kind === 'invalid') {
    return invalid();
  }
  if (activeLink(question, state) && unknowns.putOnLinked === 'conflict') {
    return alreadyLinked();
  }
  // Another window was first: look again at what is there now.
  return write(question, state, unknowns.putStatus) ?? create(question, state, unknowns);
}

function change(question: Question, state: State): Answer {
  if (!activeLink(question, state)) {
    return notFound();
  }
  // assumed: PATCH refuses a bad ID as PUT does, and takes the ID that is there as a change like any other.
  if (lookUpPartner(question.lastSegment).kind === 'invalid') {
    return invalid();
  }
  return write(question, state, 200) ?? change(question, state);
}

/** `undefined`: another process wrote first, and nothing was done. */
function write(question: Question, state: State, status: number): Answer | undefined {
  const { tenantId, objectId } = question.caller;
  if (!state.link(tenantId, objectId, question.lastSegment, question.now)) {
    return undefined;
  }
  const link = activeLink(question, state);
  return link && linkAnswer(status, question, link);
}

function remove(question: Question, state: State, unknowns: UnknownAnswers): Answer {
  const done: Answer = { status: unknowns.deleteStatus };
  const link = activeLink(question, state);
  if (!link) {
    return done;
  }
  // assumed: what another ID than the linked one ends in; a switch has the three ways.
  if (link.partnerId !== question.lastSegment && unknowns.deleteOtherId !== 'deletes') {
    return unknowns.deleteOtherId === 'ignored' ? done : notFound();
  }
  const { tenantId, objectId } = question.caller;
  return state.unlink(tenantId, objectId, question.now) ? done : remove(question, state, unknowns);
}

function linkAnswer(status: number, question: Question, link: LinkRecord): Answer {
  return json(status, {
    id: `/providers/microsoft.managementpartner/partners/${link.partnerId}`,
    type: 'Microsoft.ManagementPartner/partners',
    name: link.partnerId,
    etag: link.version,
    properties: {
      partnerId: link.partnerId,
      partnerName: link.partnerName,
      tenantId: question.caller.tenantId,
      objectId: question.caller.objectId,
      version: link.version,
      updatedTime: link.updatedTime,
      createdTime: link.createdTime,
      state: 'Active',
    },
  });
}

// assumed: which operations the list holds and how they are described; it answers 200 where the provider exists.
const operations: Answer = json(200, {
  value: ['read', 'write', 'delete'].map((operation) => ({
    name: `Microsoft.ManagementPartner/partners/${operation}`,
    display: {
      provider: 'Microsoft Management Partner',
      resource: 'Partner',
      operation: `${operation} partner`,
      description: `${operation} the partner of the caller`,
    },
    origin: 'user,system',
  })),
});

/** assumed: code and message for a cloud without the provider; the facts only expect a 404. */
export function providerMissing(): Answer {
  return armError(404, 'InvalidResourceNamespace', "The resource namespace 'Microsoft.ManagementPartner' is invalid.");
}

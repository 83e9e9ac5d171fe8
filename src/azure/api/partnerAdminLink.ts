/**
 * The Partner Admin Link of whoever a token belongs to: `Microsoft.ManagementPartner`, api-version 2018-02-01.
 * Functions throw `FailureError`s; connect.ts turns them into outcomes.
 */
import type { Failure } from '../../shared/model/failure.ts';
import type { PartnerLink } from '../../shared/model/model.ts';
import type { RequestIds, WriteAnswer } from '../../shared/ports/azure.ts';
import { toFailure } from '../errors/toFailure.ts';
import { asId, asName, asObject, parseJson } from '../../shared/validation/json.ts';
import type { CachedToken } from '../tokens/tenantTokens.ts';
import { callOptions, type Operation } from '../pipeline/operation.ts';
import { requestIds } from '../http/requestInfo.ts';
import { mayMeanNoProvider, saysNoProvider } from '../errors/armError.ts';
import { FailureError } from '../errors/failureError.ts';

function asNumber(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

/** Partner IDs are strings on the wire; a number is taken, too. */
function asPartnerId(value: unknown): string | undefined {
  return typeof value === 'number' ? String(value) : asName(value)?.trim();
}

/** A link as the service sends it; `undefined` where that is no link. */
function readBody(body: string): (PartnerLink & { readonly state?: string }) | undefined {
  const answer = asObject(parseJson(body)?.value);
  const properties = asObject(answer?.['properties']);
  const partnerId = asPartnerId(properties?.['partnerId']) ?? asPartnerId(answer?.['name']);
  if (!properties || partnerId === undefined) {
    return undefined;
  }
  return {
    partnerId,
    partnerName: asName(properties['partnerName']),
    tenantId: asId(properties['tenantId']),
    objectId: asId(properties['objectId']),
    version: asNumber(properties['version']),
    updatedTime: asName(properties['updatedTime']),
    state: asName(properties['state']),
  };
}

function withoutState({ partnerId, partnerName, tenantId, objectId, version, updatedTime }: PartnerLink): PartnerLink {
  return { partnerId, partnerName, tenantId, objectId, version, updatedTime };
}

/** Whether an answer is somebody else's. What it does not say of itself is no contradiction. */
function belongsElsewhere(link: PartnerLink, tenantId: string | undefined, objectId: string | undefined): boolean {
  return (
    (link.tenantId !== undefined && tenantId !== undefined && link.tenantId !== tenantId) ||
    (link.objectId !== undefined && objectId !== undefined && link.objectId !== objectId)
  );
}

/**
 * Whether this cloud has Partner Admin Link at all: any answer but a 404 to `/operations` says so.
 * Not known (the probe itself failed otherwise): `undefined`.
 */
async function providerExists(operation: Operation): Promise<boolean | undefined> {
  try {
    await operation.clients.partner.operation.list(callOptions(operation)).byPage().next();
    return true;
  } catch (error) {
    const failure = toFailure(error);
    if (failure.kind === 'cancelled') {
      throw error;
    }
    return mayMeanNoProvider(failure) ? false : undefined;
  }
}

/** Runs a call; where its failure may mean that the provider is missing, finds out whether it is. */
async function probing<T>(operation: Operation, write: boolean, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    const failure = toFailure(error, {
      tenantId: operation.clients.tenantId,
      correlationId: operation.correlationId,
      write,
    });
    if (saysNoProvider(failure) || (mayMeanNoProvider(failure) && (await providerExists(operation)) === false)) {
      throw new FailureError({ ...failure, kind: 'notAvailableInCloud' });
    }
    throw new FailureError(failure);
  }
}

function saysNotLinked(failure: Failure): boolean {
  return failure.status === 404 && failure.code?.toLowerCase() === 'managementpartnernotfound';
}

/** `undefined`: not linked. Never by GET of one ID: what that answers for another than the linked one is not known. */
export async function readLink(operation: Operation): Promise<PartnerLink | undefined> {
  const { clients, signal } = operation;
  let body = '';
  try {
    await probing(operation, false, () =>
      clients.partner.partners.get(
        callOptions(operation, (text) => {
          body = text;
        }),
      ),
    );
  } catch (error) {
    if (saysNotLinked(toFailure(error))) {
      return undefined;
    }
    throw error;
  }
  const link = readBody(body);
  const context = { tenantId: clients.tenantId, correlationId: operation.correlationId };
  if (!link) {
    throw new FailureError({ kind: 'unexpectedAnswer', code: 'NoLinkInAnswer', ...context });
  }
  const held = await clients.credential.token(signal);
  if (belongsElsewhere(link, clients.tenantId, clients.credential.objectOf(held))) {
    throw new FailureError({ kind: 'wrongTenant', code: 'AnswerOfAnotherTenant', ...context });
  }
  clients.credential.answered(link.objectId);
  // Removing is soft: a record that says so of itself is no link.
  return link.state?.toLowerCase() === 'deleted' ? undefined : withoutState(link);
}

/** The link that a write was about. */
interface Meant {
  readonly partnerId: string;
  readonly tenantId?: string;
  readonly objectId?: string;
}

/** A removal answers with nothing, or with the link that is gone; an error or another link means that something else was done. */
function contradictsRemoval(body: string, meant: Meant): boolean {
  const answer = asObject(parseJson(body)?.value);
  if (answer === undefined) {
    return body !== '';
  }
  const link = readBody(body);
  return (
    'error' in answer ||
    (link !== undefined &&
      (link.partnerId !== meant.partnerId || belongsElsewhere(link, meant.tenantId, meant.objectId)))
  );
}

/** What a write answered, held against what was meant. A difference may mean that something was written elsewhere: read before anything else. */
function checkWritten(body: string, meant: Meant): PartnerLink | Failure {
  const link = readBody(body);
  if (!link || link.tenantId === undefined || link.objectId === undefined) {
    return { kind: 'unexpectedAnswer', code: 'NoLinkInAnswer', mayHaveHappened: true };
  }
  if (belongsElsewhere(link, meant.tenantId, meant.objectId)) {
    return { kind: 'wrongTenant', code: 'AnswerOfAnotherTenant', mayHaveHappened: true };
  }
  if (link.partnerId !== meant.partnerId) {
    return { kind: 'unexpectedAnswer', code: 'AnswerOfAnotherPartnerId', mayHaveHappened: true };
  }
  return withoutState(link);
}

/** Anything else would change the path that a request goes to (`..`), and no partner ID has any other form. */
function insistOnDigits(partnerId: string, { clients, correlationId }: Operation): void {
  if (!/^[0-9]+$/.test(partnerId)) {
    throw new FailureError({ kind: 'partnerIdInvalid', code: 'NotDigits', tenantId: clients.tenantId, correlationId });
  }
}

/** A write that was answered with a success: what it said, by whose token, and what it was about. */
interface Answered {
  readonly body: string;
  readonly ids: RequestIds;
  readonly token: CachedToken;
  readonly meant: Meant;
}

async function send(operation: Operation, partnerId: string, how: 'create' | 'update' | 'delete'): Promise<Answered> {
  insistOnDigits(partnerId, operation);
  const { clients, signal } = operation;
  const token = await clients.credential.token(signal);
  let body = '';
  let ids: RequestIds = {};
  await probing<unknown>(operation, true, () =>
    clients.partner.partner[how](
      partnerId,
      callOptions(operation, (text, answer) => {
        body = text;
        ids = requestIds(answer);
      }),
    ),
  );
  const objectId = clients.credential.objectOf(token);
  return { body, ids, token, meant: { partnerId, tenantId: clients.tenantId, objectId } };
}

async function write(operation: Operation, partnerId: string, how: 'create' | 'update'): Promise<WriteAnswer> {
  const { body, ids, token, meant } = await send(operation, partnerId, how);
  const { clients, correlationId } = operation;
  const written = checkWritten(body, meant);
  if ('kind' in written) {
    throw new FailureError({ correlationId, ...ids, ...written, tenantId: clients.tenantId });
  }
  clients.credential.answered(written.objectId);
  return { link: written, ...ids, ...(token.saysWhose ? {} : { byAnswer: true }) };
}

export async function createLink(operation: Operation, partnerId: string): Promise<WriteAnswer> {
  return write(operation, partnerId, 'create');
}

/** The path holds the new ID. */
export async function changeLink(operation: Operation, partnerId: string): Promise<WriteAnswer> {
  return write(operation, partnerId, 'update');
}

/** Removing where nothing is linked answers with a success, too; a service that says so in words instead is as good. */
export async function removeLink(operation: Operation, partnerId: string): Promise<WriteAnswer> {
  try {
    const { body, ids, meant } = await send(operation, partnerId, 'delete');
    if (contradictsRemoval(body, meant)) {
      throw new FailureError({
        kind: 'unexpectedAnswer',
        code: 'AnswerOfAnotherRemoval',
        tenantId: operation.clients.tenantId,
        correlationId: operation.correlationId,
        ...ids,
        mayHaveHappened: true,
      });
    }
    return ids;
  } catch (error) {
    const failure = toFailure(error);
    if (!saysNotLinked(failure)) {
      throw error;
    }
    return { requestId: failure.requestId, correlationId: failure.correlationId };
  }
}

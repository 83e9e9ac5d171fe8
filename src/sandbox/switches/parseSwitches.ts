/** The guard of switches that come from a file. Strict: a misspelt switch would otherwise be a test that tests nothing. */
import type { FaultAnswer } from './faults.ts';
import type { BillingSwitches, ScenarioChoice, Switches, SwitchesChange, UnknownAnswers } from './switches.ts';

/** Says what is wrong with a value, or nothing. */
type Check = (value: unknown) => string | undefined;

type Shape = Readonly<Record<string, Check>>;

const isString: Check = (value) => (typeof value === 'string' ? undefined : 'is not a text');
const isBoolean: Check = (value) => (typeof value === 'boolean' ? undefined : 'is not true or false');
const isAmount: Check = (value) =>
  typeof value === 'number' && value >= 0 ? undefined : 'is not a number of at least 0';
const isCount: Check = (value) =>
  Number.isInteger(value) && Number(value) >= 1 ? undefined : 'is not a whole number of at least 1';
const isWhole: Check = (value) => (Number.isInteger(value) && Number(value) >= 0 ? undefined : 'is not a whole number');
const isHttpStatus: Check = (value) =>
  Number.isInteger(value) && Number(value) >= 200 && Number(value) <= 599 ? undefined : 'is not an HTTP status';
const isShare: Check = (value) =>
  typeof value === 'number' && value >= 0 && value <= 1 ? undefined : 'is not from 0 to 1';

function oneOf(...allowed: readonly unknown[]): Check {
  return (value) => (allowed.includes(value) ? undefined : `is none of ${allowed.join(', ')}`);
}

function optional(check: Check): Check {
  return (value) => (value === undefined ? undefined : check(value));
}

function listOf(check: Check): Check {
  return (value) =>
    Array.isArray(value)
      ? firstProblem(value.map((one, index) => [`[${String(index)}]`, check(one)]))
      : 'is not a list';
}

function shaped(shape: Shape): Check {
  return (value) => {
    if (!isRecord(value)) {
      return 'is not an object';
    }
    const unexpected = Object.keys(value).find((name) => !Object.hasOwn(shape, name));
    return unexpected === undefined
      ? firstProblem(Object.entries(shape).map(([name, check]) => [`.${name}`, check(value[name])]))
      : `has the unknown name ${JSON.stringify(unexpected)}`;
  };
}

/** An object whose `kind` decides about the rest of it. */
function byKind(kinds: Readonly<Record<string, Shape>>): Check {
  return (value) => {
    const kind = isRecord(value) ? value['kind'] : undefined;
    const shape = typeof kind === 'string' && Object.hasOwn(kinds, kind) ? kinds[kind] : undefined;
    return shape ? shaped({ kind: isString, ...shape })(value) : `.kind is none of ${Object.keys(kinds).join(', ')}`;
  };
}

function firstProblem(results: readonly (readonly [string, string | undefined])[]): string | undefined {
  for (const [where, problem] of results) {
    if (problem !== undefined) {
      return problem.startsWith('.') || problem.startsWith('[') ? `${where}${problem}` : `${where} ${problem}`;
    }
  }
  return undefined;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const isHeaders: Check = (value) =>
  isRecord(value) && Object.values(value).every((one) => typeof one === 'string') ? undefined : 'is not headers';

const scenarios = {
  default: {},
  generated: {
    tenants: isWhole,
    subscriptionsPerTenant: isWhole,
    linkedShare: optional(isShare),
    anotherPartnerShare: optional(isShare),
    signInShare: optional(isShare),
    designatedShare: optional(isShare),
    identities: optional(isCount),
    listed: optional(isWhole),
  },
} as const satisfies Record<ScenarioChoice['kind'], Shape>;

const unknowns = {
  putOnLinked: optional(oneOf('conflict', 'overwrites')),
  deleteOtherId: optional(oneOf('ignored', 'deletes', 'notFound')),
  getOtherId: optional(oneOf('notFound', 'theLink')),
  putStatus: optional(oneOf(200, 201)),
  deleteStatus: optional(oneOf(200, 204)),
  adfsClaims: optional(oneOf('none', 'tenantAndObject')),
} as const satisfies Record<keyof UnknownAnswers, Check>;

const billing = {
  client: optional(oneOf('accepted', 401, 403)),
  delayMs: optional(isAmount),
  delayReads: optional(isWhole),
  errorStatus: optional(oneOf(200, 400, 404, 500)),
  removeAnswer: optional(oneOf('empty', 'noContent', 'true', 'object', 'partner')),
} as const satisfies Record<keyof BillingSwitches, Check>;

const answers = {
  status: {
    status: isHttpStatus,
    code: optional(isString),
    message: optional(isString),
    headers: optional(isHeaders),
    applied: optional(isBoolean),
  },
  offline: { code: optional(isString) },
  certificate: { code: optional(isString) },
  html: { status: optional(isHttpStatus) },
  cutOff: { how: optional(oneOf('text', 'stream')) },
  hang: { applied: optional(isBoolean) },
  lostAnswer: {},
  claimsChallenge: { claims: optional(isString), never: optional(isBoolean), bySignIn: optional(isBoolean) },
  wrongTenantAnswer: { tenantId: optional(isString), objectId: optional(isString) },
  wrongIdAnswer: {},
  csp: {},
  forbidden: {},
  providerMissing: {},
  wrongTenantToken: { tenantId: isString },
  tokenFails: {
    failure: oneOf('signInNeeded', 'accountNotAllowed', 'tenantBlocked', 'offline', 'unknown'),
    code: optional(isString),
  },
} as const satisfies Record<FaultAnswer['kind'], Shape>;

const rule = shaped({
  match: shaped({ method: optional(isString), pathIncludes: optional(isString), tenantId: optional(isString) }),
  times: optional(isCount),
  answer: byKind(answers),
});

const switches = {
  scenario: optional(byKind(scenarios)),
  latencyMs: optional(isAmount),
  tokenLatencyMs: optional(isAmount),
  pageSize: optional(isCount),
  hostileNames: optional(isBoolean),
  projectedTenants: optional(isBoolean),
  signedOut: optional(isBoolean),
  enforceBudget: optional(isBoolean),
  authority: optional(oneOf('entra', 'adfs')),
  unknowns: optional(shaped(unknowns)),
  billing: optional(shaped(billing)),
  faults: optional(listOf(rule)),
} as const satisfies Record<keyof Switches, Check>;

export type ParsedSwitches =
  { readonly ok: true; readonly change: SwitchesChange } | { readonly ok: false; readonly problem: string };

/** Reads the text of a switches file. The problem names the place, never a value. */
export function parseSwitches(text: string): ParsedSwitches {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { ok: false, problem: 'is not JSON' };
  }
  const problem = shaped(switches)(value);
  return problem === undefined ? { ok: true, change: value as SwitchesChange } : { ok: false, problem };
}

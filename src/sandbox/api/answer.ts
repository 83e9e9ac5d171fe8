/** Questions and answers of the stand-in, free of HTTP plumbing. */
import type { SampleIdentity, SampleTenant } from '../scenario/world.ts';

export interface Answer {
  readonly status: number;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Who asks: the token alone decides. */
export interface Caller {
  readonly tenantId: string;
  readonly objectId: string;
  /** The tenant as the scenario has it. */
  readonly tenant: SampleTenant;
  /** Absent: a principal that the scenario does not know, seen from its own directory only. */
  readonly identity?: SampleIdentity;
}

export interface Question {
  readonly method: string;
  /** Lower case, without host and query: Azure Resource Manager does not look at case. */
  readonly path: string;
  /** As sent. */
  readonly lastSegment: string;
  readonly query: URLSearchParams;
  /** As sent; absent where there is none. */
  readonly body?: string;
  readonly caller: Caller;
  readonly now: number;
}

export function json(status: number, body: object, headers?: Readonly<Record<string, string>>): Answer {
  return { status, body: JSON.stringify(body), headers };
}

/** assumed: what Azure Resource Manager itself refuses says so once, inside `error`. */
export function armError(
  status: number,
  code: string,
  message: string,
  headers?: Readonly<Record<string, string>>,
): Answer {
  return json(status, { error: { code, message } }, headers);
}

/** An error of Microsoft.ManagementPartner: told twice, inside `error` and beside it. */
export function partnerError(status: number, code: string, message: string): Answer {
  return json(status, { error: { code, message }, code, message });
}

/** `undefined` where the api-version is one of the right ones. assumed: code and message of the refusal. */
export function checkApiVersion(
  { query }: Pick<Question, 'query'>,
  ...supported: readonly string[]
): Answer | undefined {
  const version = query.get('api-version');
  if (version !== null && supported.includes(version)) {
    return undefined;
  }
  return version === null
    ? armError(
        400,
        'MissingApiVersionParameter',
        'The api-version query parameter (?api-version=) is required for all requests.',
      )
    : armError(
        400,
        'InvalidApiVersionParameter',
        `The api-version '${version}' is invalid. The supported versions are '${supported.join(',')}'.`,
      );
}

/** assumed: status, code and message. */
export function methodNotAllowed(question: Question): Answer {
  return armError(
    405,
    'MethodNotAllowed',
    `The request method '${question.method}' is not supported for this resource.`,
  );
}

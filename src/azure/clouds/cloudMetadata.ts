/**
 * A cloud as its Azure Resource Manager describes it at `GET /metadata/endpoints`: one object (2022-09-01), a list of clouds (2019-05-01,
 * 2020-06-01) or the flat object of an Azure Stack Hub (2015-01-01). Everything in it is somebody else's word: each address is judged
 * before it becomes one that tokens and secrets are sent to.
 */
import type { CloudProblem } from '../../shared/model/failure.ts';
import { httpsAddress, withoutSlash, withoutSlashes } from '../../shared/model/httpsAddress.ts';
import { failed, success, type Outcome } from '../../shared/model/outcome.ts';
import type { Cloud } from './cloud.ts';
import { asObject, asText, type JsonObject } from '../../shared/validation/json.ts';

/** Ends in `cloudUnusable`. `arm`: where it was asked, which is what counts, whatever the answer says of that. */
export function cloudOf(arm: string, metadata: unknown): Outcome<Cloud> {
  const entry = entryOf(arm, metadata);
  const authentication = asObject(entry?.['authentication']);
  const login = asText(authentication?.['loginEndpoint']);
  if (!entry || login === undefined) {
    return unusable('NoAuthority');
  }
  const authority = authorityOf(login);
  if (!authority) {
    return unusable('AuthorityUnusable');
  }
  const audience = firstAudience(authentication?.['audiences']);
  if (audience === undefined) {
    return unusable('NoAudience');
  }
  return success({
    arm,
    ...authority,
    ...portalOf(entry),
    scope: `${audience}/.default`,
  });
}

/** The authority of an address. A tenant or anything else that an Azure Stack Hub may name behind it is left out; `undefined`: no usable one. */
export function authorityOf(address: string): Pick<Cloud, 'authority' | 'kind'> | undefined {
  const login = httpsAddress(address);
  if (login.kind === 'unusable') {
    return undefined;
  }
  const isAdfs = /\/adfs\/*$/i.test(login.url.pathname);
  return isAdfs ? { authority: withoutSlash(login.url), kind: 'adfs' } : { authority: login.url.origin, kind: 'entra' };
}

export function unusable(problem: CloudProblem): Outcome<never> {
  return failed({ kind: 'cloudUnusable', code: problem });
}

/** Of several clouds the one that says it is here. */
function entryOf(arm: string, metadata: unknown): JsonObject | undefined {
  if (!Array.isArray(metadata)) {
    return asObject(metadata);
  }
  const entries = metadata.map(asObject).filter((entry) => entry !== undefined);
  const own = entries.find((entry) => sameAddress(asText(entry['resourceManager']), arm));
  return own ?? (entries.length === 1 ? entries[0] : undefined);
}

function sameAddress(text: string | undefined, arm: string): boolean {
  const address = httpsAddress(text ?? '');
  return address.kind === 'usable' && withoutSlash(address.url) === arm;
}

/** One that cannot be used is left out: nothing is sent there, and only a link is missing. */
function portalOf(entry: JsonObject): Pick<Cloud, 'portal'> {
  const portal = httpsAddress(asText(entry['portal']) ?? asText(entry['portalEndpoint']) ?? '');
  return portal.kind === 'usable' ? { portal: withoutSlash(portal.url) } : {};
}

/** Characters that mean nothing to a shell: the only ones that a scope or a tenant may have on a command line or in a script. */
export const shellSafe = /^[0-9a-zA-Z_.:/-]{1,500}$/;

/** An identifier and no address. It becomes an argument of `az`, too. */
function firstAudience(list: unknown): string | undefined {
  const [first] = Array.isArray(list) ? (list as readonly unknown[]) : [];
  const audience = withoutSlashes(asText(first)?.trim() ?? '');
  return shellSafe.test(audience) ? audience : undefined;
}

/** How an application proves that it is itself: by secret, by a certificate's signature, or by somebody else's token. */
import { createHash } from 'node:crypto';
import type { KeyObject, X509Certificate } from 'node:crypto';
import type { SampleApplication } from '../../src/sandbox/scenario/world.ts';
import { isSignedBy, readJwt, type Jwt } from './jwt.ts';
import { invalidClient, invalidRequest, type Refusal } from '../../src/sandbox/api/refusal.ts';

/** What the stand-in was given to recognise signatures by. */
export interface KnownKeys {
  /** Registered with the applications that have one. */
  readonly certificate: X509Certificate;
  /** Of the outside issuer of federated tokens. */
  readonly issuerKey: KeyObject;
}

export interface Proving {
  readonly application: SampleApplication;
  readonly parameters: URLSearchParams;
  readonly keys: KnownKeys;
  readonly origin: string;
  /** Whether an assertion with this `aud` is meant for who is asked. */
  readonly isForUs: (audience: string) => boolean;
  /** Milliseconds since 1970. */
  readonly now: number;
}

const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
/** assumed: how far clocks may differ. */
const toleranceMs = 5 * 60_000;

/** `undefined`: proved. */
export async function disprove(proving: Proving): Promise<Refusal | undefined> {
  const secret = proving.parameters.get('client_secret');
  const assertion = proving.parameters.get('client_assertion');
  if (assertion !== null) {
    return proving.parameters.get('client_assertion_type') === assertionType
      ? disproveAssertion(proving, assertion)
      : invalidRequest(900144, "The request body must contain the following parameter: 'client_assertion_type'.");
  }
  if (secret !== null && secret !== '') {
    return disproveSecret(proving.application, secret);
  }
  return invalidClient(
    7000218,
    "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
  );
}

function disproveSecret({ appId, secrets }: SampleApplication, given: string): Refusal | undefined {
  const known = secrets.find(({ value }) => value === given);
  if (!known) {
    return invalidClient(
      7000215,
      `Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '${appId}'.`,
    );
  }
  return known.expired
    ? invalidClient(
        7000222,
        `The provided client secret keys for app '${appId}' are expired. Visit the Azure portal to create new keys for your app: https://aka.ms/NewClientSecret, or consider using certificate credentials for added security: https://aka.ms/certCreds.`,
      )
    : undefined;
}

function disproveAssertion(proving: Proving, text: string): Refusal | Promise<Refusal | undefined> {
  const jwt = readJwt(text);
  if (!jwt) {
    return invalidClient(50027, 'JWT token is invalid or malformed.');
  }
  return jwt.payload['iss'] === proving.application.appId
    ? disproveCertificate(proving, jwt)
    : disproveFederation(proving, jwt);
}

async function disproveCertificate(proving: Proving, jwt: Jwt): Promise<Refusal | undefined> {
  const { application, keys, isForUs } = proving;
  const { header, payload } = jwt;
  const { certificate } = keys;
  const complain = (reason: string): Refusal =>
    invalidClient(
      700027,
      `The certificate with identifier used to sign the client assertion is not registered on application. [Reason - ${reason}, Please visit the Azure Portal, Graph Explorer or directly use MS Graph to see configured keys for app Id '${application.appId}'.]`,
    );
  if (!application.certificate || !isNamed(certificate, header)) {
    return complain('The key was not found.');
  }
  if (!(await isSignedBy(jwt, certificate.publicKey))) {
    return complain('The key was found, but use of the key to verify the signature failed.');
  }
  if (Date.parse(certificate.validTo) <= proving.now) {
    return complain('The key used is expired.');
  }
  if (payload['sub'] !== application.appId) {
    return invalidClient(700021, "Client assertion application identifier doesn't match 'client_id' parameter.");
  }
  if (!audiencesOf(payload).some(isForUs)) {
    return invalidClient(700023, 'Client assertion audience claim does not match Realm issuer.');
  }
  return outOfTime(proving, jwt);
}

/** By thumbprint, as MSAL names it: SHA-1 or SHA-256 of the certificate. */
function isNamed({ raw }: X509Certificate, header: Jwt['header']): boolean {
  const thumbprint = (algorithm: string): string => createHash(algorithm).update(raw).digest('base64url');
  return header['x5t#S256'] === thumbprint('sha256') || header['x5t'] === thumbprint('sha1');
}

async function disproveFederation(proving: Proving, jwt: Jwt): Promise<Refusal | undefined> {
  const { application, origin, keys } = proving;
  const { payload } = jwt;
  const noMatch = (code: number, what: string, value: unknown): Refusal =>
    invalidClient(
      code,
      `No matching federated identity record found for presented assertion ${what} '${String(value)}'. Check your federated identity credential Subject, Audience and Issuer against the presented assertion. https://learn.microsoft.com/entra/workload-id/workload-identity-federation`,
    );
  if (application.federations.length === 0) {
    return noMatch(70021, 'issuer', payload['iss']);
  }
  const issued = application.federations.filter(({ issuerPath }) => `${origin}${issuerPath}` === payload['iss']);
  if (issued.length === 0) {
    return noMatch(700211, 'issuer', payload['iss']);
  }
  const named = issued.filter(({ subject }) => subject === payload['sub']);
  if (named.length === 0) {
    return noMatch(700213, 'subject', payload['sub']);
  }
  if (!named.some(({ audience }) => audiencesOf(payload).includes(audience))) {
    return noMatch(700212, 'audience', payload['aud']);
  }
  if (!(await isSignedBy(jwt, keys.issuerKey))) {
    return invalidClient(50013, 'Assertion failed signature validation. [Reason - The key was not found.]');
  }
  return outOfTime(proving, jwt);
}

function outOfTime({ now }: Proving, { payload }: Jwt): Refusal | undefined {
  const [from, until] = [millis(payload['nbf']) ?? 0, millis(payload['exp'])];
  return until === undefined || until + toleranceMs <= now || from - toleranceMs > now
    ? invalidClient(
        700024,
        `Client assertion is not within its valid time range. Current time: ${new Date(now).toISOString()}, assertion valid from ${timeText(from)}, expiry time of assertion ${timeText(until)}. Review the documentation at https://learn.microsoft.com/entra/identity-platform/certificate-credentials.`,
      )
    : undefined;
}

function audiencesOf({ aud }: Jwt['payload']): readonly string[] {
  const all: readonly unknown[] = Array.isArray(aud) ? aud : [aud];
  return all.filter((one) => typeof one === 'string');
}

function millis(seconds: unknown): number | undefined {
  return typeof seconds === 'number' && Number.isFinite(seconds) ? seconds * 1000 : undefined;
}

function timeText(at: number | undefined): string {
  return at === undefined ? 'never' : new Date(at).toISOString();
}

/** Whose certificates are trusted: those of VS Code, and those of a file that the user names. */
import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { isAbsolute } from 'node:path';
import { createSecureContext, getCACertificates } from 'node:tls';
import type { HttpClient } from '@azure/core-rest-pipeline';
import type { Trust } from '../../shared/ports/cloudSettings.ts';
import { success, type Outcome } from '../../shared/model/outcome.ts';
import { unusable } from '../clouds/cloudMetadata.ts';
import { nodeHttpClient } from './nodeHttpClient.ts';

const certificateBlock =
  /-----BEGIN (?:TRUSTED )?CERTIFICATE-----(?:(?!-----)[\s\S])+-----END (?:TRUSTED )?CERTIFICATE-----/g;

/** Node's own HTTP client. Ends in `cloudUnusable` where the file cannot be read or holds no certificate. */
export async function httpClientTrusting({ caFile, systemCertificates }: Trust): Promise<Outcome<HttpClient>> {
  const client = nodeHttpClient();
  if (caFile === undefined) {
    return success(client);
  }
  const text = isAbsolute(caFile) ? await readFile(caFile, 'utf8').catch(() => undefined) : undefined;
  if (text === undefined) {
    return unusable('CaFileMissing');
  }
  const own = (text.match(certificateBlock) ?? []).filter(isCertificate);
  if (own.length === 0) {
    return unusable('CaFileNotPem');
  }
  // VS Code adds what it trusts to a request that names no authorities; one that does must know those as well.
  const known = [...getCACertificates('default'), ...(systemCertificates ? getCACertificates('system') : [])];
  const secureContext = createSecureContext({ ca: [...new Set([...known, ...own])] });
  // The context alone decides. It is read once: all authorities on each request would cost more time than the request.
  // `ca` tells VS Code to add none of its own, and keeps the connections apart from those of other extensions, whose
  // pool is the same. Anything that drops the context trusts less, never more.
  const trusted = { secureContext, ca: own[0] };
  return success({
    // On each request and not on an agent: VS Code and proxies put agents of their own in its place.
    sendRequest: (request) => {
      request.requestOverrides = { ...request.requestOverrides, ...trusted };
      return client.sendRequest(request);
    },
  });
}

function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).raw.length > 0;
  } catch {
    return false;
  }
}

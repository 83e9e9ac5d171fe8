import type { CredentialProblem } from '../../shared/model/failure.ts';
import { readClaims } from '../tokens/jwtClaims.ts';

/** What keeps the content of a file (`undefined`: it cannot be read) from being a federated token. */
export function federatedProblem(text: string | undefined, now: number): CredentialProblem | undefined {
  if (text === undefined) {
    return 'FederatedFileMissing';
  }
  if (text.trim() === '') {
    return 'FederatedFileEmpty';
  }
  return (readClaims(text.trim()).expiresAt ?? Infinity) <= now ? 'FederatedTokenExpired' : undefined;
}

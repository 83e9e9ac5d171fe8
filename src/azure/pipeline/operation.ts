/** One thing asked of Azure: its clients, its correlation id, its signal. */
import type { FullOperationResponse, OperationOptions } from '@azure/core-client';
import type { Log } from '../../shared/ports/log.ts';
import type { Clients } from './clients.ts';
import { correlationHeader } from '../http/requestInfo.ts';

export interface Operation {
  readonly clients: Clients;
  readonly correlationId: string;
  readonly signal: AbortSignal;
  readonly log: Log;
}

/** Options for any call of an SDK client. `onAnswer` gets each answer as it was sent: the SDKs drop and convert. */
export function callOptions(
  { signal, correlationId }: Operation,
  onAnswer?: (body: string, answer: FullOperationResponse) => void,
): OperationOptions {
  return {
    abortSignal: signal,
    requestOptions: { customHeaders: { [correlationHeader]: correlationId } },
    onResponse: (response) => onAnswer?.(response.bodyAsText ?? '', response),
  };
}

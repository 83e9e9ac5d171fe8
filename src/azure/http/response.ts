/** What every answer is judged by, whichever service it comes from. */
import type { PipelineResponse } from '@azure/core-rest-pipeline';
import type { Failure } from '../../shared/model/failure.ts';
import { parseJson } from '../../shared/validation/json.ts';
import { answerFacts, writeOf } from './requestInfo.ts';
import { serviceFailure, type Write } from '../errors/armError.ts';
import type { Clock } from '../../shared/async/clock.ts';

export type Shape = 'empty' | 'json' | 'cutOff' | 'notJson';

export interface Answer {
  readonly status: number;
  /** Without a byte order mark and white space around it. */
  readonly body: string;
  readonly shape: Shape;
  readonly write: Write | undefined;
  /** What goes into a failure about this answer. */
  readonly facts: Omit<Failure, 'kind'>;
  /** The same where it is not known what a write did. */
  readonly unclear: Pick<Failure, 'mayHaveHappened'>;
}

export function answerOf(response: PipelineResponse, tenantId: string | undefined, clock: Clock): Answer {
  const write = writeOf(response.request);
  const body = (response.bodyAsText ?? '').replace(/^\uFEFF/, '').trim();
  return {
    status: response.status,
    body,
    shape: shapeOf(body),
    write,
    facts: { ...answerFacts(response, clock), tenantId },
    unclear: write ? { mayHaveHappened: true } : {},
  };
}

function shapeOf(text: string): Shape {
  if (text === '') {
    return 'empty';
  }
  if (parseJson(text)) {
    return 'json';
  }
  return /^[{[]/.test(text) ? 'cutOff' : 'notJson';
}

/** Answers whose meaning does not depend on a body. */
export function speaksByStatus(status: number): boolean {
  return status === 401 || status === 408 || status === 429 || status === 511;
}

/** The failure of an answer that is no success, and whose body says no more than an error of Azure Resource Manager does. */
export function failureByStatus({ status, body, shape, write, facts, unclear }: Answer): Failure {
  if (shape === 'empty' && status >= 300 && status < 400) {
    // Azure never sends this client elsewhere; sign-in pages of networks do.
    return { ...facts, kind: 'notJson', ...unclear };
  }
  const refused = status >= 400 && status < 500 && status !== 408;
  return { ...facts, ...serviceFailure({ status, body, write }), ...(refused ? {} : unclear) };
}

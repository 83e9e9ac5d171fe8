/** What every part of the page is given. */
import type { OverviewView, Request } from '../../src/shared/overview/messages.ts';
import type { Part } from '../kit/part.ts';

export interface Context {
  /** An error is announced and shown above everything. */
  ask(request: Request): void;
  /** BCP 47. */
  readonly language: string;
}

export type OverviewPart = Part<OverviewView>;

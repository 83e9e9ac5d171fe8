/** Watching a run: progress, the question after the first link, and what came of it. */
import * as l10n from '@vscode/l10n';
import { goalOf, isWrite } from '../operations/plan.ts';
import type { Run, RunOptions } from '../operations/run.ts';
import type { Outcome } from '../shared/outcome.ts';
import { failureReason, failureSentence } from '../shared/failureText.ts';
import type { App } from './app.ts';
import { partnerIdQuestion } from './changing.ts';
import { tenantName } from './planText.ts';
import { askLabel, withSaved } from './savedPartnerIds.ts';

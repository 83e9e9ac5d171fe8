/** *Copy as Script*: for those who must run it in a pipeline. */
import * as l10n from '@vscode/l10n';
import { clouds } from '../../azure/clouds/cloud.ts';
import { planContext } from '../../operations/plan/planContext.ts';
import { palPart, planCounts, planPal, type Plan } from '../../operations/plan/plan.ts';
import { countsText } from '../../operations/text/planText.ts';
import { cliScript, cliStatusScript } from '../../operations/scripts/cliScript.ts';
import { powerShellScript, powerShellStatusScript } from '../../operations/scripts/powerShellScript.ts';
import type { ScriptCloud } from '../../operations/scripts/scriptCloud.ts';
import { scriptTargets, type ScriptTarget } from '../../operations/scripts/scriptTargets.ts';
import type { CommandContext } from '../context/commandContext.ts';
import { readUnknown } from './changeLinks.ts';
import type { PickItem } from '../ui/dialogs.ts';
import { askPartnerId, partnerIdQuestion } from '../context/askPartnerId.ts';
import type { RowArguments } from '../context/rowArguments.ts';
import { sampleLines } from '../ui/sampleLabel.ts';
import { askTenants, nothingKnown } from '../context/askTenants.ts';

interface Script {
  readonly language: 'shellscript' | 'powershell';
  readonly text: string;
}

export async function copyAsScript(context: CommandContext, from: RowArguments): Promise<void> {
  const rows = await askTenants(context, from, {
    title: l10n.t('Copy as Script'),
    placeholder: l10n.t('Tenants for the script'),
    offers: () => true,
    none: nothingKnown(),
  });
  const goal = rows && (await askGoal(context));
  if (!goal) {
    return;
  }
  const planning = planContext(context.session.store);
  if (goal === 'status') {
    await copyScript(context, undefined, scriptTargets(rows, planning));
    return;
  }
  const partnerId = goal === 'link' ? await askPartnerId(partnerIdQuestion(context), l10n.t('Copy as Script')) : '';
  const known = partnerId === undefined ? undefined : await readUnknown(context, rows);
  if (partnerId !== undefined && known) {
    const intent = goal === 'link' ? ({ kind: 'link', partnerId } as const) : ({ kind: 'remove' } as const);
    await copyScript(context, planPal(known, intent, planning), scriptTargets(known, planning));
  }
}

async function askGoal(context: CommandContext): Promise<'link' | 'remove' | 'status' | undefined> {
  return context.window.dialogs.pick(
    [
      { value: 'link', label: l10n.t('Link or change'), icon: 'link' },
      { value: 'remove', label: l10n.t('Remove links'), icon: 'debug-disconnect' },
      {
        value: 'status',
        label: l10n.t('Only show the status'),
        icon: 'eye',
        detail: l10n.t('Reads which partner ID is linked, and changes nothing'),
      },
    ] as const,
    { title: l10n.t('Copy as Script'), placeholder: l10n.t('What should the script do?') },
  );
}

/** Asks which script, puts it on the clipboard, and offers to show it. `plan` absent, or without a write: only a status is offered. */
export async function copyScript(
  context: CommandContext,
  plan: Plan | undefined,
  targets: readonly ScriptTarget[],
): Promise<void> {
  const make = await context.window.dialogs.pick(choices(plan, targets, cloudOf(context)), {
    title: l10n.t('Copy as Script'),
    placeholder: l10n.t('Where will it run? Copying it sends nothing'),
  });
  if (!make) {
    return;
  }
  const { language, text } = labelledScript(context, make());
  await context.window.copy(text);
  const open = l10n.t('Open');
  if ((await context.window.dialogs.info(l10n.t('The script is on the clipboard.'), open)) === open) {
    await context.window.files.draft(language, text);
  }
}

/** No question to the cloud is needed: its address is all that a script must know. */
function cloudOf({ session }: CommandContext): ScriptCloud {
  const { choice } = session.cloud;
  return choice.kind === 'named' ? clouds[choice.name] : { arm: choice.arm };
}

function choices(
  plan: Plan | undefined,
  targets: readonly ScriptTarget[],
  cloud: ScriptCloud,
): readonly PickItem<() => Script>[] {
  const links = plan && palPart(plan);
  const writes = links && planCounts(links).writes > 0 ? plan : undefined;
  const counts = links ? countsText(links) : '';
  return [
    ...(writes
      ? [
          {
            value: (): Script => ({ language: 'shellscript', text: cliScript(writes, cloud) }),
            label: l10n.t('Azure CLI'),
            detail: l10n.t('For a shell, with az: {0}', counts),
            icon: 'terminal-bash',
          },
          {
            value: (): Script => ({ language: 'powershell', text: powerShellScript(writes, cloud) }),
            label: l10n.t('Azure PowerShell'),
            detail: l10n.t('For PowerShell, with the Az modules: {0}', counts),
            icon: 'terminal-powershell',
          },
        ]
      : []),
    {
      value: () => ({ language: 'shellscript', text: cliStatusScript(targets, cloud) }),
      label: l10n.t('Azure CLI, status only'),
      detail: l10n.t('For a shell, with az; changes nothing'),
      icon: 'terminal-bash',
    },
    {
      value: () => ({ language: 'powershell', text: powerShellStatusScript(targets, cloud) }),
      label: l10n.t('Azure PowerShell, status only'),
      detail: l10n.t('For PowerShell, with the Az modules; changes nothing'),
      icon: 'terminal-powershell',
    },
  ];
}

/** Below the first line, which may say what runs the script. */
function labelledScript(context: CommandContext, { language, text }: Script): Script {
  const label = sampleLines(context.session).map((line) => `\n# ${line}`);
  return { language, text: text.replace(/(?=\n)/, label.join('')) };
}

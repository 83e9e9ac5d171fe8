/**
 * The plan as a bash script for the Azure CLI: `az rest` only, as the `managementpartner` extension is not everywhere.
 * What it relies on was read in the Azure CLI's source: `az rest` takes the token of the active account's tenant (the URL
 * names no subscription), fails with the answer's body on stderr, and a login with `--allow-no-subscriptions` leaves an
 * account for tenants without subscriptions. Run in tests by Debian's Azure CLI 2.45 over the served sandbox (`test/az`), and by
 * a stand-in for `az` for what that cannot be brought to. Written for bash 3.2 (macOS) and later.
 */
import { armOf, type ScriptCloud } from './scriptCloud.ts';
import { whatIsLeftOut, whatStatusDoes, whatWritingDoes, whoseLinks } from './scriptComments.ts';
import {
  scriptOfPlan,
  scriptOfTargets,
  type ScriptLine,
  type ScriptParts,
  type ScriptTarget,
} from './scriptTargets.ts';
import type { Plan } from '../plan/plan.ts';

/** Links, changes and removes as the plan says, and nothing that has changed since. Throws where `arm` is no https origin. */
export function cliScript(plan: Plan, cloud: ScriptCloud): string {
  const parts = scriptOfPlan(plan);
  return [
    head(whatWritingDoes, parts, cloud),
    signingIn,
    reading,
    writing,
    ...body(parts, ({ tenantId, from, to }) => `set_link ${tenantId} ${from ?? '-'} ${to ?? '-'}`),
    writingEnd(parts.leftOut),
  ].join('\n');
}

/** Only reads: one line per tenant with its ID, a tab, and the linked partner ID or what else there is. */
export function cliStatusScript(targets: readonly ScriptTarget[], cloud: ScriptCloud): string {
  const parts = scriptOfTargets(targets);
  return [
    head(whatStatusDoes, parts, cloud),
    signingIn,
    reading,
    status,
    ...body(parts, ({ tenantId }) => `show_link ${tenantId}`),
    statusEnd(parts.leftOut),
  ].join('\n');
}

function head(what: readonly string[], parts: ScriptParts, cloud: ScriptCloud): string {
  const { groups } = parts;
  return [
    '#!/usr/bin/env bash',
    ...what.map((line) => `# ${line}`),
    '#',
    '# A link belongs to who is signed in: for each tenant the login that the Azure CLI holds for it is used, and where there',
    '# is none, az login asks for one. Without a terminal nothing is asked; sign in before, for each tenant:',
    '#   az login --tenant TENANT --allow-no-subscriptions',
    '# While it runs, leave the active subscription alone (az account set, az login elsewhere): it decides which tenant is asked.',
    '# It is put back at the end.',
    ...choosingCloud(cloud),
    ...whoseLinks(groups),
    ...whatIsLeftOut(parts),
    '',
    'set -euo pipefail',
    '',
    `readonly arm='${armOf(cloud)}'`,
    `readonly set_cloud='${setCloud(cloud)}'`,
    `readonly identities=${String(Math.max(1, groups.length))}`,
    preamble,
  ].join('\n');
}

function setCloud({ name }: ScriptCloud): string {
  return name === undefined ? 'az cloud set --name NAME' : `az cloud set --name ${name}`;
}

/** Nothing where it is the cloud that the Azure CLI begins with. */
function choosingCloud(cloud: ScriptCloud): readonly string[] {
  if (cloud.name === 'AzureCloud') {
    return [];
  }
  return [
    '#',
    cloud.name === undefined
      ? '# The Azure CLI must be set to the cloud that was registered with this address (az cloud register, az cloud list):'
      : '# The Azure CLI must be set to this cloud:',
    `#   ${setCloud(cloud)}`,
  ];
}

const preamble = `readonly partners="$arm/providers/Microsoft.ManagementPartner/partners"
readonly version='api-version=2018-02-01'
readonly which="\${1:-1}"

if [ "$identities" -gt 1 ] && [ "$#" -ne 1 ]; then
  echo "This script is for $identities identities: give the number of the one that is signed in (see its first lines)." >&2
  exit 2
fi
if ! [[ "$which" =~ ^[0-9]{1,4}$ ]] || [ "$which" -lt 1 ] || [ "$which" -gt "$identities" ]; then
  echo "There is no such identity: the numbers go from 1 to $identities." >&2
  exit 2
fi
if ! cloud=$(az cloud show --query endpoints.resourceManager --output tsv | tr -d '\\r') || [ "\${cloud%/}" != "$arm" ]; then
  echo "The Azure CLI is set to another cloud than $arm ($set_cloud)." >&2
  exit 2
fi

errors=$(mktemp)
before=$(az account show --query id --output tsv 2>/dev/null | tr -d '\\r') || before=''
finish() {
  rm -f "$errors"
  if [ -n "$before" ]; then
    az account set --subscription "$before" >/dev/null 2>&1 || true
  fi
}
trap finish EXIT

# What the Azure CLI said last, as one line of plain characters.
last_error() {
  LC_ALL=C tr -cs '\\40-\\176' ' ' <"$errors" | cut -c 1-400 | sed 's/ *$//'
}
`;

const signingIn = `# Sets "account" to an account of the tenant: ends with 1 where there is none, with 2 where it is not clear whose to use.
account_of() {
  local found
  found=$(az account list --all --query "[?tenantId=='$1'].[id, user.name]" --output tsv 2>"$errors" | tr -d '\\r') || return 1
  if [ "$(printf '%s\\n' "$found" | cut -f 2 | sort -u | wc -l)" -gt 1 ]; then
    echo "the Azure CLI holds logins of several people for this tenant: az logout the others" >"$errors"
    return 2
  fi
  account=$(printf '%s\\n' "$found" | head -n 1 | cut -f 1)
  [[ "$account" =~ ^[0-9a-fA-F-]{36}$ ]] || return 1
}

# Makes the tenant's login the active one, and sees to it that it is.
sign_in() {
  local account='' active held=0
  account_of "$1" || held=$?
  if [ "$held" -eq 2 ]; then
    return 1
  fi
  if [ "$held" -ne 0 ]; then
    if [ ! -t 0 ]; then
      echo "not signed in: az login --tenant $1 --allow-no-subscriptions" >"$errors"
      return 1
    fi
    AZURE_CORE_LOGIN_EXPERIENCE_V2=off az login --tenant "$1" --allow-no-subscriptions --output none || {
      echo "az login did not succeed" >"$errors"
      return 1
    }
    if ! account_of "$1"; then
      echo "after az login it is not clear which login to use for this tenant" >"$errors"
      return 1
    fi
  fi
  az account set --subscription "$account" 2>"$errors" || return 1
  active=$(az account show --query tenantId --output tsv 2>"$errors" | tr -d '\\r') || return 1
  if [ "$active" != "$1" ]; then
    echo "the active login belongs to another tenant" >"$errors"
    return 1
  fi
}
`;

const reading = `# Sets "linked" to the partner ID that is linked now, or to - for none.
read_link() {
  local answer id rest tenant state
  if answer=$(az rest --method get --url "$partners?$version" --output tsv \\
    --query "join('|', [properties.partnerId, properties.tenantId || '', properties.state || ''])" 2>"$errors"); then
    answer=$(printf '%s' "$answer" | tr -d '\\r')
    id="\${answer%%|*}"
    rest="\${answer#*|}"
    tenant=$(printf '%s' "\${rest%%|*}" | tr '[:upper:]' '[:lower:]')
    state=$(printf '%s' "\${rest#*|}" | tr '[:upper:]' '[:lower:]')
    if [ -n "$tenant" ] && [ "$tenant" != "$1" ]; then
      echo "the answer belongs to another tenant" >"$errors"
      return 1
    fi
    if [ "$state" = 'deleted' ]; then
      linked='-'
    elif [[ "$id" =~ ^[0-9]+$ ]]; then
      linked="$id"
    else
      echo "the answer holds no partner ID" >"$errors"
      return 1
    fi
  elif grep -qi 'ManagementPartnerNotFound' "$errors"; then
    linked='-'
  else
    return 1
  fi
}

in_words() {
  if [ "$1" = '-' ]; then echo 'not linked'; else echo "PAL $1"; fi
}
`;

const writing = `count_done=0
count_same=0
count_skipped=0
count_failed=0
refused=' '

failed() {
  count_failed=$((count_failed + 1))
  echo "$1: failed: $2" >&2
}

skipped() {
  count_skipped=$((count_skipped + 1))
  echo "$1: skipped: $2" >&2
}

# set_link TENANT FROM TO, with - for not linked. Reads first, writes only upon what the plan showed, and reads again.
set_link() {
  local tenant="$1" from="$2" to="$3" linked='' why='' method="patch" path="$3" answered
  case "$refused" in
    *" $to "*)
      skipped "$tenant" "Azure refused partner ID $to in another tenant"
      return 0
      ;;
  esac
  if ! sign_in "$tenant" || ! read_link "$tenant"; then
    failed "$tenant" "$(last_error)"
    return 0
  fi
  if [ "$linked" = "$to" ]; then
    count_same=$((count_same + 1))
    echo "$tenant: nothing to write: $(in_words "$to")"
    return 0
  fi
  if [ "$linked" != "$from" ]; then
    skipped "$tenant" "changed since: planned upon $(in_words "$from"), now $(in_words "$linked")"
    return 0
  fi
  if [ "$from" = '-' ]; then
    method='put'
  elif [ "$to" = '-' ]; then
    method='delete'
    path="$linked"
  fi
  if answered=$(az rest --method "$method" --url "$partners/$path?$version" --output tsv \\
    --query properties.tenantId 2>"$errors"); then
    answered=$(printf '%s' "$answered" | tr -d '\\r' | tr '[:upper:]' '[:lower:]')
    # Whatever else stands there (nothing, None) says nothing; what is read next decides.
    if [[ "$answered" =~ ^[0-9a-f-]{36}$ ]] && [ "$answered" != "$tenant" ]; then
      failed "$tenant" "the answer belongs to another tenant: check both before anything else"
      return 0
    fi
  else
    why=$(last_error)
  fi
  case "$why" in
    *PartnerIdInvalid*) refused="$refused$to " ;;
  esac
  if ! read_link "$tenant"; then
    failed "$tenant" "sent, and what is there now could not be read: \${why:-$(last_error)}"
  elif [ "$linked" = "$to" ]; then
    count_done=$((count_done + 1))
    echo "$tenant: done: $(in_words "$to")"
  else
    failed "$tenant" "\${why:-Azure did not keep it}: $(in_words "$linked")"
  fi
}
`;

const status = `count_failed=0

show_link() {
  local linked=''
  if sign_in "$1" && read_link "$1"; then
    printf '%s\\t%s\\n' "$1" "$(in_words "$linked")"
  else
    count_failed=$((count_failed + 1))
    printf '%s\\tunknown (%s)\\n' "$1" "$(last_error)"
  fi
}
`;

function body({ groups }: ScriptParts, code: (line: ScriptLine) => string): readonly string[] {
  return groups.flatMap((group, index) => [
    `if [ "$which" -eq ${String(index + 1)} ]; then`,
    ...group.lines.flatMap((line) => [`  # ${line.comment}`, `  ${code(line)}`]),
    'fi',
    '',
  ]);
}

function writingEnd(leftOut: number): string {
  return `readonly left_out=${String(leftOut)}
echo "done: $count_done, nothing to write: $count_same, skipped: $count_skipped, failed: $count_failed"
${leftOutNote}
if [ "$count_failed" -gt 0 ] || [ "$left_out" -gt 0 ]; then
  exit 1
fi
if [ "$count_skipped" -gt 0 ]; then
  exit 3
fi
`;
}

function statusEnd(leftOut: number): string {
  return `readonly left_out=${String(leftOut)}
${leftOutNote}
if [ "$count_failed" -gt 0 ] || [ "$left_out" -gt 0 ]; then
  exit 1
fi
`;
}

const leftOutNote = `if [ "$left_out" -gt 0 ]; then
  echo "left out, as their ids are of no usual form: $left_out" >&2
fi`;

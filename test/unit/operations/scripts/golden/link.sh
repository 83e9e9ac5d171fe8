#!/usr/bin/env bash
# Sets Partner Admin Links as reviewed in Partner Link for Azure.
# A tenant that holds something else than the plan showed is skipped; one that is as wanted is left alone.
# Run it again as often as you like.
# Ends with 0: all as planned; 1: something failed; 3: something was skipped; 2: it could not begin.
#
# A link belongs to who is signed in: for each tenant the login that the Azure CLI holds for it is used, and where there
# is none, az login asks for one. Without a terminal nothing is asked; sign in before, for each tenant:
#   az login --tenant TENANT --allow-no-subscriptions
# While it runs, leave the active subscription alone (az account set, az login elsewhere): it decides which tenant is asked.
# It is put back at the end.
#
# It is for 2 identities. Give the number of the one that is signed in, and run it for each:
#   1 for: alex@contoso.example .
#   2 for: ben .

set -euo pipefail

readonly arm='https://management.azure.com'
readonly set_cloud='az cloud set --name AzureCloud'
readonly identities=2
readonly partners="$arm/providers/Microsoft.ManagementPartner/partners"
readonly version='api-version=2018-02-01'
readonly which="${1:-1}"

if [ "$identities" -gt 1 ] && [ "$#" -ne 1 ]; then
  echo "This script is for $identities identities: give the number of the one that is signed in (see its first lines)." >&2
  exit 2
fi
if ! [[ "$which" =~ ^[0-9]{1,4}$ ]] || [ "$which" -lt 1 ] || [ "$which" -gt "$identities" ]; then
  echo "There is no such identity: the numbers go from 1 to $identities." >&2
  exit 2
fi
if ! cloud=$(az cloud show --query endpoints.resourceManager --output tsv | tr -d '\r') || [ "${cloud%/}" != "$arm" ]; then
  echo "The Azure CLI is set to another cloud than $arm ($set_cloud)." >&2
  exit 2
fi

errors=$(mktemp)
before=$(az account show --query id --output tsv 2>/dev/null | tr -d '\r') || before=''
finish() {
  rm -f "$errors"
  if [ -n "$before" ]; then
    az account set --subscription "$before" >/dev/null 2>&1 || true
  fi
}
trap finish EXIT

# What the Azure CLI said last, as one line of plain characters.
last_error() {
  LC_ALL=C tr -cs '\40-\176' ' ' <"$errors" | cut -c 1-400 | sed 's/ *$//'
}

# Sets "account" to an account of the tenant: ends with 1 where there is none, with 2 where it is not clear whose to use.
account_of() {
  local found
  found=$(az account list --all --query "[?tenantId=='$1'].[id, user.name]" --output tsv 2>"$errors" | tr -d '\r') || return 1
  if [ "$(printf '%s\n' "$found" | cut -f 2 | sort -u | wc -l)" -gt 1 ]; then
    echo "the Azure CLI holds logins of several people for this tenant: az logout the others" >"$errors"
    return 2
  fi
  account=$(printf '%s\n' "$found" | head -n 1 | cut -f 1)
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
  active=$(az account show --query tenantId --output tsv 2>"$errors" | tr -d '\r') || return 1
  if [ "$active" != "$1" ]; then
    echo "the active login belongs to another tenant" >"$errors"
    return 1
  fi
}

# Sets "linked" to the partner ID that is linked now, or to - for none.
read_link() {
  local answer id rest tenant state
  if answer=$(az rest --method get --url "$partners?$version" --output tsv \
    --query "join('|', [properties.partnerId, properties.tenantId || '', properties.state || ''])" 2>"$errors"); then
    answer=$(printf '%s' "$answer" | tr -d '\r')
    id="${answer%%|*}"
    rest="${answer#*|}"
    tenant=$(printf '%s' "${rest%%|*}" | tr '[:upper:]' '[:lower:]')
    state=$(printf '%s' "${rest#*|}" | tr '[:upper:]' '[:lower:]')
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

count_done=0
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
  if answered=$(az rest --method "$method" --url "$partners/$path?$version" --output tsv \
    --query properties.tenantId 2>"$errors"); then
    answered=$(printf '%s' "$answered" | tr -d '\r' | tr '[:upper:]' '[:lower:]')
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
    failed "$tenant" "sent, and what is there now could not be read: ${why:-$(last_error)}"
  elif [ "$linked" = "$to" ]; then
    count_done=$((count_done + 1))
    echo "$tenant: done: $(in_words "$to")"
  else
    failed "$tenant" "${why:-Azure did not keep it}: $(in_words "$linked")"
  fi
}

if [ "$which" -eq 1 ]; then
  # Woodgrove Bank woodgrove.example (1 of 3)
  set_link 7e000000-0000-4000-8000-000000000001 - 4810337
  # Müller ｀rm -rf ~｀ ＄（id） exit 1 a.example (2 of 3)
  set_link 7e000000-0000-4000-8000-000000000002 6203519 4810337
  # (3 of 3)
  set_link 7e000000-0000-4000-8000-000000000003 6203519 -
fi

if [ "$which" -eq 2 ]; then
  # Tenant 6 (1 of 1)
  set_link 7e000000-0000-4000-8000-000000000006 - 12345
fi

readonly left_out=2
echo "done: $count_done, nothing to write: $count_same, skipped: $count_skipped, failed: $count_failed"
if [ "$left_out" -gt 0 ]; then
  echo "left out, as their ids are of no usual form: $left_out" >&2
fi
if [ "$count_failed" -gt 0 ] || [ "$left_out" -gt 0 ]; then
  exit 1
fi
if [ "$count_skipped" -gt 0 ]; then
  exit 3
fi

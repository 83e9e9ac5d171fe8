#!/usr/bin/env bash
# Tells which partner ID is linked in each tenant. Changes nothing.
# Ends with 0: all could be read; 1: some could not; 2: it could not begin.
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

count_failed=0

show_link() {
  local linked=''
  if sign_in "$1" && read_link "$1"; then
    printf '%s\t%s\n' "$1" "$(in_words "$linked")"
  else
    count_failed=$((count_failed + 1))
    printf '%s\tunknown (%s)\n' "$1" "$(last_error)"
  fi
}

if [ "$which" -eq 1 ]; then
  # Woodgrove Bank woodgrove.example (1 of 6)
  show_link 7e000000-0000-4000-8000-000000000001
  # Müller ｀rm -rf ~｀ ＄（id） exit 1 a.example (2 of 6)
  show_link 7e000000-0000-4000-8000-000000000002
  # (3 of 6)
  show_link 7e000000-0000-4000-8000-000000000003
  # Tenant 4 (4 of 6)
  show_link 7e000000-0000-4000-8000-000000000004
  # Tenant 5 (5 of 6)
  show_link 7e000000-0000-4000-8000-000000000005
  # Tenant 8 (6 of 6)
  show_link 7e000000-0000-4000-8000-000000000008
fi

if [ "$which" -eq 2 ]; then
  # Tenant 6 (1 of 1)
  show_link 7e000000-0000-4000-8000-000000000006
fi

readonly left_out=1
if [ "$left_out" -gt 0 ]; then
  echo "left out, as their ids are of no usual form: $left_out" >&2
fi
if [ "$count_failed" -gt 0 ] || [ "$left_out" -gt 0 ]; then
  exit 1
fi

/**
 * The plan as a script for Az PowerShell (`Az.Accounts`, `Az.ManagementPartner`). Written after the modules' published
 * help and source, and never executed where this product is built: there is no PowerShell. Its tests compare text only.
 */
import type { Plan } from '../plan/plan.ts';
import { armOf, type ScriptCloud } from './scriptCloud.ts';
import { whatIsLeftOut, whatStatusDoes, whatWritingDoes, whoseLinks } from './scriptComments.ts';
import {
  scriptOfPlan,
  scriptOfTargets,
  type ScriptLine,
  type ScriptParts,
  type ScriptTarget,
} from './scriptTargets.ts';

/** Links, changes and removes as the plan says, and nothing that has changed since. Throws where `arm` is no https origin. */
export function powerShellScript(plan: Plan, cloud: ScriptCloud): string {
  const parts = scriptOfPlan(plan);
  return [
    head(whatWritingDoes, parts, cloud),
    reading,
    writing,
    ...body(parts, ({ tenantId, from, to }) => `Set-Link '${tenantId}' '${from ?? '-'}' '${to ?? '-'}'`),
    writingEnd(parts.leftOut),
  ].join('\n');
}

/** Only reads: an object per tenant with its ID and the linked partner ID or what else there is. */
export function powerShellStatusScript(targets: readonly ScriptTarget[], cloud: ScriptCloud): string {
  const parts = scriptOfTargets(targets);
  return [
    head(whatStatusDoes, parts, cloud),
    reading,
    status,
    ...body(parts, ({ tenantId }) => `Show-Link '${tenantId}'`),
    statusEnd(parts.leftOut),
  ].join('\n');
}

function head(what: readonly string[], parts: ScriptParts, cloud: ScriptCloud): string {
  const { groups } = parts;
  return [
    '#Requires -Modules Az.Accounts, Az.ManagementPartner',
    ...what.map((line) => `# ${line}`),
    '#',
    '# A link belongs to who is signed in: for each tenant the login that Az PowerShell holds for it is used, and where there',
    '# is none, Connect-AzAccount asks for one. The login that new sessions begin with stays what it is.',
    ...whoseLinks(groups),
    ...whatIsLeftOut(parts),
    '',
    'param([int] $Identity = 0)',
    '',
    'Set-StrictMode -Version Latest',
    "$ErrorActionPreference = 'Stop'",
    '',
    `$identities = ${String(Math.max(1, groups.length))}`,
    preamble,
    ...environment(cloud),
  ].join('\n');
}

const preamble = `if ($Identity -eq 0 -and $identities -eq 1) {
    $Identity = 1
}
if ($Identity -lt 1 -or $Identity -gt $identities) {
    [Console]::Error.WriteLine("This script is for $identities identities: give -Identity with the number of the one that is signed in.")
    exit 2
}
`;

/** A login of another cloud is no login for this one. */
function environment(cloud: ScriptCloud): readonly string[] {
  if (cloud.name !== undefined) {
    return [`$environment = '${cloud.name}'`, ''];
  }
  return [
    `$arm = '${armOf(cloud)}'`,
    '$environment = Get-AzEnvironment | Where-Object { "$($_.ResourceManagerUrl)".TrimEnd(\'/\') -eq $arm } | Select-Object -First 1 -ExpandProperty Name',
    'if (-not $environment) {',
    '    [Console]::Error.WriteLine("Az PowerShell knows no cloud at ${arm}: Add-AzEnvironment -Name NAME -ARMEndpoint ${arm}")',
    '    exit 2',
    '}',
    '',
  ];
}

const reading = `# Makes the tenant's login the active one in this process, and sees to it that it is.
function Enter-Tenant([string] $Tenant) {
    $known = @(Get-AzContext -ListAvailable | Where-Object { $_.Tenant -and $_.Tenant.Id -eq $Tenant -and $_.Environment.Name -eq $environment })
    if (@($known | ForEach-Object { if ($_.Account) { $_.Account.Id } } | Sort-Object -Unique).Count -gt 1) {
        throw 'Az PowerShell holds logins of several people for this tenant: Disconnect-AzAccount the others'
    }
    if ($known.Count -gt 0) {
        $null = Set-AzContext -Context $known[0] -Scope Process
    }
    else {
        $null = Connect-AzAccount -Environment $environment -Tenant $Tenant -Scope Process
    }
    $active = Get-AzContext
    if (-not $active -or -not $active.Tenant -or $active.Tenant.Id -ne $Tenant) {
        throw 'the active login belongs to another tenant'
    }
}

# The partner ID that is linked now, or - for none.
function Read-Link([string] $Tenant) {
    try {
        $link = Get-AzManagementPartner
    }
    catch {
        if ($_.Exception.Message -match 'ManagementPartnerNotFound|is not linked with a Partner ID') {
            return '-'
        }
        throw
    }
    if (-not $link) {
        throw 'no answer'
    }
    if ($link.TenantId -and $link.TenantId -ne $Tenant) {
        throw 'the answer belongs to another tenant'
    }
    if ("$($link.State)" -eq 'Deleted') {
        return '-'
    }
    if ("$($link.PartnerId)" -notmatch '^[0-9]+$') {
        throw 'the answer holds no partner ID'
    }
    return "$($link.PartnerId)"
}

function Get-Words([string] $Linked) {
    if ($Linked -eq '-') { 'not linked' } else { "PAL $Linked" }
}
`;

const writing = `$count = @{ done = 0; same = 0; skipped = 0; failed = 0 }
$refused = @{}

# Set-Link TENANT FROM TO, with - for not linked. Reads first, writes only upon what the plan showed, and reads again.
function Set-Link([string] $Tenant, [string] $From, [string] $To) {
    if ($refused.ContainsKey($To)) {
        $count.skipped++
        Write-Warning "\${Tenant}: skipped: Azure refused partner ID $To in another tenant"
        return
    }
    try {
        Enter-Tenant $Tenant
        $linked = Read-Link $Tenant
    }
    catch {
        $count.failed++
        Write-Warning "\${Tenant}: failed: $($_.Exception.Message)"
        return
    }
    if ($linked -eq $To) {
        $count.same++
        Write-Output "\${Tenant}: nothing to write: $(Get-Words $To)"
        return
    }
    if ($linked -ne $From) {
        $count.skipped++
        Write-Warning "\${Tenant}: skipped: changed since: planned upon $(Get-Words $From), now $(Get-Words $linked)"
        return
    }
    $why = $null
    try {
        if ($From -eq '-') {
            $null = New-AzManagementPartner -PartnerId $To -Confirm:$false
        }
        elseif ($To -eq '-') {
            $null = Remove-AzManagementPartner -PartnerId $linked -Confirm:$false
        }
        else {
            $null = Update-AzManagementPartner -PartnerId $To -Confirm:$false
        }
    }
    catch {
        $why = $_.Exception.Message
        if ($why -match 'PartnerIdInvalid|Partner ID is not valid') {
            $refused[$To] = $true
        }
    }
    try {
        $linked = Read-Link $Tenant
    }
    catch {
        $count.failed++
        Write-Warning "\${Tenant}: failed: sent, and what is there now could not be read: $why $($_.Exception.Message)"
        return
    }
    if ($linked -eq $To) {
        $count.done++
        Write-Output "\${Tenant}: done: $(Get-Words $To)"
        return
    }
    $count.failed++
    Write-Warning "\${Tenant}: failed: $why now $(Get-Words $linked)"
}
`;

const status = `$count = @{ failed = 0 }

function Show-Link([string] $Tenant) {
    try {
        Enter-Tenant $Tenant
        $words = Get-Words (Read-Link $Tenant)
    }
    catch {
        $count.failed++
        $words = "unknown ($($_.Exception.Message))"
    }
    [pscustomobject]@{ Tenant = $Tenant; PartnerAdminLink = $words }
}
`;

function body({ groups }: ScriptParts, code: (line: ScriptLine) => string): readonly string[] {
  return groups.flatMap((group, index) => [
    `if ($Identity -eq ${String(index + 1)}) {`,
    ...group.lines.flatMap((line) => [`    # ${line.comment}`, `    ${code(line)}`]),
    '}',
    '',
  ]);
}

function writingEnd(leftOut: number): string {
  return `$leftOut = ${String(leftOut)}
Write-Output "done: $($count.done), nothing to write: $($count.same), skipped: $($count.skipped), failed: $($count.failed)"
${leftOutNote}
if ($count.failed -gt 0 -or $leftOut -gt 0) {
    exit 1
}
if ($count.skipped -gt 0) {
    exit 3
}
exit 0
`;
}

function statusEnd(leftOut: number): string {
  return `$leftOut = ${String(leftOut)}
${leftOutNote}
if ($count.failed -gt 0 -or $leftOut -gt 0) {
    exit 1
}
exit 0
`;
}

const leftOutNote = `if ($leftOut -gt 0) {
    Write-Warning "left out, as their ids are of no usual form: $leftOut"
}`;

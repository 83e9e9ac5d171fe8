#Requires -Modules Az.Accounts, Az.ManagementPartner
# Tells which partner ID is linked in each tenant. Changes nothing.
# Ends with 0: all could be read; 1: some could not; 2: it could not begin.
#
# A link belongs to who is signed in: for each tenant the login that Az PowerShell holds for it is used, and where there
# is none, Connect-AzAccount asks for one. The login that new sessions begin with stays what it is.
#
# It is for 2 identities. Give the number of the one that is signed in, and run it for each:
#   1 for: alex@contoso.example .
#   2 for: ben .

param([int] $Identity = 0)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'

$identities = 2
if ($Identity -eq 0 -and $identities -eq 1) {
    $Identity = 1
}
if ($Identity -lt 1 -or $Identity -gt $identities) {
    [Console]::Error.WriteLine("This script is for $identities identities: give -Identity with the number of the one that is signed in.")
    exit 2
}

$environment = 'AzureCloud'

# Makes the tenant's login the active one in this process, and sees to it that it is.
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

$count = @{ failed = 0 }

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

if ($Identity -eq 1) {
    # Woodgrove Bank woodgrove.example (1 of 6)
    Show-Link '7e000000-0000-4000-8000-000000000001'
    # Müller ｀rm -rf ~｀ ＄（id） exit 1 a.example (2 of 6)
    Show-Link '7e000000-0000-4000-8000-000000000002'
    # (3 of 6)
    Show-Link '7e000000-0000-4000-8000-000000000003'
    # Tenant 4 (4 of 6)
    Show-Link '7e000000-0000-4000-8000-000000000004'
    # Tenant 5 (5 of 6)
    Show-Link '7e000000-0000-4000-8000-000000000005'
    # Tenant 8 (6 of 6)
    Show-Link '7e000000-0000-4000-8000-000000000008'
}

if ($Identity -eq 2) {
    # Tenant 6 (1 of 1)
    Show-Link '7e000000-0000-4000-8000-000000000006'
}

$leftOut = 1
if ($leftOut -gt 0) {
    Write-Warning "left out, as their ids are of no usual form: $leftOut"
}
if ($count.failed -gt 0 -or $leftOut -gt 0) {
    exit 1
}
exit 0

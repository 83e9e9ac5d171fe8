#Requires -Modules Az.Accounts, Az.ManagementPartner
# Sets Partner Admin Links as reviewed in Partner Link for Azure.
# A tenant that holds something else than the plan showed is skipped; one that is as wanted is left alone.
# Run it again as often as you like.
# Ends with 0: all as planned; 1: something failed; 3: something was skipped; 2: it could not begin.
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

$count = @{ done = 0; same = 0; skipped = 0; failed = 0 }
$refused = @{}

# Set-Link TENANT FROM TO, with - for not linked. Reads first, writes only upon what the plan showed, and reads again.
function Set-Link([string] $Tenant, [string] $From, [string] $To) {
    if ($refused.ContainsKey($To)) {
        $count.skipped++
        Write-Warning "${Tenant}: skipped: Azure refused partner ID $To in another tenant"
        return
    }
    try {
        Enter-Tenant $Tenant
        $linked = Read-Link $Tenant
    }
    catch {
        $count.failed++
        Write-Warning "${Tenant}: failed: $($_.Exception.Message)"
        return
    }
    if ($linked -eq $To) {
        $count.same++
        Write-Output "${Tenant}: nothing to write: $(Get-Words $To)"
        return
    }
    if ($linked -ne $From) {
        $count.skipped++
        Write-Warning "${Tenant}: skipped: changed since: planned upon $(Get-Words $From), now $(Get-Words $linked)"
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
        Write-Warning "${Tenant}: failed: sent, and what is there now could not be read: $why $($_.Exception.Message)"
        return
    }
    if ($linked -eq $To) {
        $count.done++
        Write-Output "${Tenant}: done: $(Get-Words $To)"
        return
    }
    $count.failed++
    Write-Warning "${Tenant}: failed: $why now $(Get-Words $linked)"
}

if ($Identity -eq 1) {
    # Woodgrove Bank woodgrove.example (1 of 3)
    Set-Link '7e000000-0000-4000-8000-000000000001' '-' '4810337'
    # Müller ｀rm -rf ~｀ ＄（id） exit 1 a.example (2 of 3)
    Set-Link '7e000000-0000-4000-8000-000000000002' '6203519' '4810337'
    # (3 of 3)
    Set-Link '7e000000-0000-4000-8000-000000000003' '6203519' '-'
}

if ($Identity -eq 2) {
    # Tenant 6 (1 of 1)
    Set-Link '7e000000-0000-4000-8000-000000000006' '-' '12345'
}

$leftOut = 2
Write-Output "done: $($count.done), nothing to write: $($count.same), skipped: $($count.skipped), failed: $($count.failed)"
if ($leftOut -gt 0) {
    Write-Warning "left out, as their ids are of no usual form: $leftOut"
}
if ($count.failed -gt 0 -or $leftOut -gt 0) {
    exit 1
}
if ($count.skipped -gt 0) {
    exit 3
}
exit 0

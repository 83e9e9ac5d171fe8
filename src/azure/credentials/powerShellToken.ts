/** The script that prints the token of a login of the module Az.Accounts: the one of `AzurePowerShellCredential` in `@azure/identity` (MIT). */

/** `resource` and `tenantId` must hold nothing that means anything to PowerShell. Prints `{"ExpiresOn":…,"Token":"…"}`. */
export function tokenScript(resource: string, tenantId: string | undefined): string {
  return `
    $tenantId = "${tenantId ?? ''}"
    $m = Import-Module Az.Accounts -MinimumVersion 2.2.0 -PassThru
    $useSecureString = $m.Version -ge [version]'2.17.0' -and $m.Version -lt [version]'5.0.0'
    $params = @{ ResourceUrl = "${resource}" }
    if ($tenantId.Length -gt 0) { $params["TenantId"] = $tenantId }
    if ($useSecureString) { $params["AsSecureString"] = $true }
    $token = Get-AzAccessToken @params
    $result = New-Object -TypeName PSObject
    $result | Add-Member -MemberType NoteProperty -Name ExpiresOn -Value $token.ExpiresOn
    if ($token.Token -is [System.Security.SecureString]) {
      if ($PSVersionTable.PSVersion.Major -lt 7) {
        $ssPtr = [System.Runtime.InteropServices.Marshal]::SecureStringToBSTR($token.Token)
        try {
          $result | Add-Member -MemberType NoteProperty -Name Token -Value ([System.Runtime.InteropServices.Marshal]::PtrToStringBSTR($ssPtr))
        }
        finally {
          [System.Runtime.InteropServices.Marshal]::ZeroFreeBSTR($ssPtr)
        }
      }
      else {
        $result | Add-Member -MemberType NoteProperty -Name Token -Value ($token.Token | ConvertFrom-SecureString -AsPlainText)
      }
    }
    else {
      $result | Add-Member -MemberType NoteProperty -Name Token -Value $token.Token
    }
    Write-Output (ConvertTo-Json $result)
  `;
}

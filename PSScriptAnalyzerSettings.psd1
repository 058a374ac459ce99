@{
    Severity     = @('Error', 'Warning')
    ExcludeRules = @(
        # Pester's blocks hand variables to each other in a way that the rule does not see.
        'PSUseDeclaredVarsMoreThanAssignments'
        # PowerShell 7 reads UTF-8 without a mark.
        'PSUseBOMForUnicodeEncodedFile'
    )
}

@{
    Severity     = @('Error', 'Warning')
    ExcludeRules = @(
        # The build script talks to the person at the prompt.
        'PSAvoidUsingWriteHost'
        # Pester's blocks hand variables to each other in a way that the rule does not see.
        'PSUseDeclaredVarsMoreThanAssignments'
    )
}

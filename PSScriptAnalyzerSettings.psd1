@{
    Severity     = @('Error', 'Warning')
    ExcludeRules = @(
        # The build script talks to the person at the prompt.
        'PSAvoidUsingWriteHost'
    )
}

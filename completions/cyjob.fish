# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_cyjob_global_optspecs
    string join \n n/namespace= kubeconfig= context= cluster= user= s/server= token= as= as-group= as-uid= as-user-extra= certificate-authority= client-certificate= client-key= tls-server-name= insecure-skip-tls-verify request-timeout= disable-compression cache-dir= from= demo now= color= width= utc v/verbose h/help V/version
end

function __fish_cyjob_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_cyjob_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_cyjob_using_subcommand
    set -l cmd (__fish_cyjob_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c cyjob -n "__fish_cyjob_needs_command" -s n -l namespace -d 'Namespace [default: the context\'s]' -r
complete -c cyjob -n "__fish_cyjob_needs_command" -l kubeconfig -d 'The kubeconfig file to use, and no other' -r -F
complete -c cyjob -n "__fish_cyjob_needs_command" -l context -d 'Context of the kubeconfig' -r
complete -c cyjob -n "__fish_cyjob_needs_command" -l cluster -d 'Cluster of the kubeconfig' -r
complete -c cyjob -n "__fish_cyjob_needs_command" -l user -d 'User of the kubeconfig' -r
complete -c cyjob -n "__fish_cyjob_needs_command" -s s -l server -d 'Address of the API server' -r
complete -c cyjob -n "__fish_cyjob_needs_command" -l token -d 'Bearer token' -r
complete -c cyjob -n "__fish_cyjob_needs_command" -l as -d 'User to impersonate' -r
complete -c cyjob -n "__fish_cyjob_needs_command" -l as-group -d 'Group to impersonate, repeatable' -r
complete -c cyjob -n "__fish_cyjob_needs_command" -l as-uid -d 'UID to impersonate' -r
complete -c cyjob -n "__fish_cyjob_needs_command" -l as-user-extra -d 'Extra attribute to impersonate, repeatable' -r
complete -c cyjob -n "__fish_cyjob_needs_command" -l certificate-authority -d 'File of the certificate authority' -r -F
complete -c cyjob -n "__fish_cyjob_needs_command" -l client-certificate -d 'File of the client certificate' -r -F
complete -c cyjob -n "__fish_cyjob_needs_command" -l client-key -d 'File of the client certificate\'s key' -r -F
complete -c cyjob -n "__fish_cyjob_needs_command" -l tls-server-name -d 'Name to expect in the server\'s certificate' -r
complete -c cyjob -n "__fish_cyjob_needs_command" -l request-timeout -d 'How long a single request may take, as `10s` or `1m`; 0 is without limit [default: 30s]' -r
complete -c cyjob -n "__fish_cyjob_needs_command" -l cache-dir -d 'Accepted for kubectl\'s sake and unused: cyjob caches nothing' -r -F
complete -c cyjob -n "__fish_cyjob_needs_command" -l from -d 'Read objects from a file, a folder or `-`: what kubectl wrote, must-gather, support bundles; repeatable' -r -F
complete -c cyjob -n "__fish_cyjob_needs_command" -l now -d 'The moment to look at --from or --demo from (RFC 3339) [default: the newest time stamp in the files]' -r
complete -c cyjob -n "__fish_cyjob_needs_command" -l color -d 'Colour: auto is on for a terminal unless NO_COLOR is set, and where CLICOLOR_FORCE is' -r -f -a "auto\t'Where a person looks'
always\t'In pipes and files too'
never\t'Not at all'"
complete -c cyjob -n "__fish_cyjob_needs_command" -l width -d 'Columns to fill [default: the terminal\'s, else 80]' -r
complete -c cyjob -n "__fish_cyjob_needs_command" -l insecure-skip-tls-verify -d 'Do not check the server\'s certificate: the connection is not safe'
complete -c cyjob -n "__fish_cyjob_needs_command" -l disable-compression -d 'Accepted for kubectl\'s sake: cyjob never asks for compressed answers'
complete -c cyjob -n "__fish_cyjob_needs_command" -l demo -d 'Use the built-in example Jobs'
complete -c cyjob -n "__fish_cyjob_needs_command" -l utc -d 'Write times in UTC instead of the local zone'
complete -c cyjob -n "__fish_cyjob_needs_command" -s v -l verbose -d 'Say more on standard error: the files that --from skipped'
complete -c cyjob -n "__fish_cyjob_needs_command" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cyjob -n "__fish_cyjob_needs_command" -s V -l version -d 'Print version'
complete -c cyjob -n "__fish_cyjob_needs_command" -f -a "describe" -d 'Say what became of Jobs, why, and what to do'
complete -c cyjob -n "__fish_cyjob_needs_command" -f -a "explain" -d 'Say what became of Jobs, why, and what to do'
complete -c cyjob -n "__fish_cyjob_needs_command" -f -a "assert" -d 'Check that Jobs succeeded and kept to limits; the exit code tells'
complete -c cyjob -n "__fish_cyjob_needs_command" -f -a "completions" -d 'Print the completion script for a shell'
complete -c cyjob -n "__fish_cyjob_using_subcommand describe" -s l -l selector -d 'All Jobs with these labels, as in `app=report,tier in (a,b)`' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand describe" -s o -l output -d 'Form of the answer [default: a report for people]' -r -f -a "wide\t'The report with everything in it'
json\t'A versioned document, see the README'
yaml\t'The same as YAML'
name\t'job.batch/NAME'"
complete -c cyjob -n "__fish_cyjob_using_subcommand describe" -l log-lines -d 'Last lines to show of the log of each kind of failing container; 0 shows none' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand describe" -s n -l namespace -d 'Namespace [default: the context\'s]' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand describe" -l kubeconfig -d 'The kubeconfig file to use, and no other' -r -F
complete -c cyjob -n "__fish_cyjob_using_subcommand describe" -l context -d 'Context of the kubeconfig' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand describe" -l cluster -d 'Cluster of the kubeconfig' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand describe" -l user -d 'User of the kubeconfig' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand describe" -s s -l server -d 'Address of the API server' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand describe" -l token -d 'Bearer token' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand describe" -l as -d 'User to impersonate' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand describe" -l as-group -d 'Group to impersonate, repeatable' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand describe" -l as-uid -d 'UID to impersonate' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand describe" -l as-user-extra -d 'Extra attribute to impersonate, repeatable' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand describe" -l certificate-authority -d 'File of the certificate authority' -r -F
complete -c cyjob -n "__fish_cyjob_using_subcommand describe" -l client-certificate -d 'File of the client certificate' -r -F
complete -c cyjob -n "__fish_cyjob_using_subcommand describe" -l client-key -d 'File of the client certificate\'s key' -r -F
complete -c cyjob -n "__fish_cyjob_using_subcommand describe" -l tls-server-name -d 'Name to expect in the server\'s certificate' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand describe" -l request-timeout -d 'How long a single request may take, as `10s` or `1m`; 0 is without limit [default: 30s]' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand describe" -l cache-dir -d 'Accepted for kubectl\'s sake and unused: cyjob caches nothing' -r -F
complete -c cyjob -n "__fish_cyjob_using_subcommand describe" -l from -d 'Read objects from a file, a folder or `-`: what kubectl wrote, must-gather, support bundles; repeatable' -r -F
complete -c cyjob -n "__fish_cyjob_using_subcommand describe" -l now -d 'The moment to look at --from or --demo from (RFC 3339) [default: the newest time stamp in the files]' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand describe" -l color -d 'Colour: auto is on for a terminal unless NO_COLOR is set, and where CLICOLOR_FORCE is' -r -f -a "auto\t'Where a person looks'
always\t'In pipes and files too'
never\t'Not at all'"
complete -c cyjob -n "__fish_cyjob_using_subcommand describe" -l width -d 'Columns to fill [default: the terminal\'s, else 80]' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand describe" -s A -l all-namespaces -d 'With --selector: in all namespaces, whatever --namespace says'
complete -c cyjob -n "__fish_cyjob_using_subcommand describe" -l all -d 'List every pod, not only those that tell most'
complete -c cyjob -n "__fish_cyjob_using_subcommand describe" -l show-env -d 'Show literal environment values whose name looks like a credential'
complete -c cyjob -n "__fish_cyjob_using_subcommand describe" -l exit-status -d 'Exit with the verdict: 0 only if every Job is Complete'
complete -c cyjob -n "__fish_cyjob_using_subcommand describe" -l insecure-skip-tls-verify -d 'Do not check the server\'s certificate: the connection is not safe'
complete -c cyjob -n "__fish_cyjob_using_subcommand describe" -l disable-compression -d 'Accepted for kubectl\'s sake: cyjob never asks for compressed answers'
complete -c cyjob -n "__fish_cyjob_using_subcommand describe" -l demo -d 'Use the built-in example Jobs'
complete -c cyjob -n "__fish_cyjob_using_subcommand describe" -l utc -d 'Write times in UTC instead of the local zone'
complete -c cyjob -n "__fish_cyjob_using_subcommand describe" -s v -l verbose -d 'Say more on standard error: the files that --from skipped'
complete -c cyjob -n "__fish_cyjob_using_subcommand describe" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cyjob -n "__fish_cyjob_using_subcommand explain" -s l -l selector -d 'All Jobs with these labels, as in `app=report,tier in (a,b)`' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand explain" -s o -l output -d 'Form of the answer [default: a report for people]' -r -f -a "wide\t'The report with everything in it'
json\t'A versioned document, see the README'
yaml\t'The same as YAML'
name\t'job.batch/NAME'"
complete -c cyjob -n "__fish_cyjob_using_subcommand explain" -l log-lines -d 'Last lines to show of the log of each kind of failing container; 0 shows none' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand explain" -s n -l namespace -d 'Namespace [default: the context\'s]' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand explain" -l kubeconfig -d 'The kubeconfig file to use, and no other' -r -F
complete -c cyjob -n "__fish_cyjob_using_subcommand explain" -l context -d 'Context of the kubeconfig' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand explain" -l cluster -d 'Cluster of the kubeconfig' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand explain" -l user -d 'User of the kubeconfig' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand explain" -s s -l server -d 'Address of the API server' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand explain" -l token -d 'Bearer token' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand explain" -l as -d 'User to impersonate' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand explain" -l as-group -d 'Group to impersonate, repeatable' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand explain" -l as-uid -d 'UID to impersonate' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand explain" -l as-user-extra -d 'Extra attribute to impersonate, repeatable' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand explain" -l certificate-authority -d 'File of the certificate authority' -r -F
complete -c cyjob -n "__fish_cyjob_using_subcommand explain" -l client-certificate -d 'File of the client certificate' -r -F
complete -c cyjob -n "__fish_cyjob_using_subcommand explain" -l client-key -d 'File of the client certificate\'s key' -r -F
complete -c cyjob -n "__fish_cyjob_using_subcommand explain" -l tls-server-name -d 'Name to expect in the server\'s certificate' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand explain" -l request-timeout -d 'How long a single request may take, as `10s` or `1m`; 0 is without limit [default: 30s]' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand explain" -l cache-dir -d 'Accepted for kubectl\'s sake and unused: cyjob caches nothing' -r -F
complete -c cyjob -n "__fish_cyjob_using_subcommand explain" -l from -d 'Read objects from a file, a folder or `-`: what kubectl wrote, must-gather, support bundles; repeatable' -r -F
complete -c cyjob -n "__fish_cyjob_using_subcommand explain" -l now -d 'The moment to look at --from or --demo from (RFC 3339) [default: the newest time stamp in the files]' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand explain" -l color -d 'Colour: auto is on for a terminal unless NO_COLOR is set, and where CLICOLOR_FORCE is' -r -f -a "auto\t'Where a person looks'
always\t'In pipes and files too'
never\t'Not at all'"
complete -c cyjob -n "__fish_cyjob_using_subcommand explain" -l width -d 'Columns to fill [default: the terminal\'s, else 80]' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand explain" -s A -l all-namespaces -d 'With --selector: in all namespaces, whatever --namespace says'
complete -c cyjob -n "__fish_cyjob_using_subcommand explain" -l all -d 'List every pod, not only those that tell most'
complete -c cyjob -n "__fish_cyjob_using_subcommand explain" -l show-env -d 'Show literal environment values whose name looks like a credential'
complete -c cyjob -n "__fish_cyjob_using_subcommand explain" -l exit-status -d 'Exit with the verdict: 0 only if every Job is Complete'
complete -c cyjob -n "__fish_cyjob_using_subcommand explain" -l insecure-skip-tls-verify -d 'Do not check the server\'s certificate: the connection is not safe'
complete -c cyjob -n "__fish_cyjob_using_subcommand explain" -l disable-compression -d 'Accepted for kubectl\'s sake: cyjob never asks for compressed answers'
complete -c cyjob -n "__fish_cyjob_using_subcommand explain" -l demo -d 'Use the built-in example Jobs'
complete -c cyjob -n "__fish_cyjob_using_subcommand explain" -l utc -d 'Write times in UTC instead of the local zone'
complete -c cyjob -n "__fish_cyjob_using_subcommand explain" -s v -l verbose -d 'Say more on standard error: the files that --from skipped'
complete -c cyjob -n "__fish_cyjob_using_subcommand explain" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cyjob -n "__fish_cyjob_using_subcommand assert" -s l -l selector -d 'All Jobs with these labels, as in `app=report,tier in (a,b)`' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand assert" -s o -l output -d 'Form of the answer [default: a line for each assertion]' -r -f -a "json\t'A versioned document, see the README'
yaml\t'The same as YAML'
junit\t'JUnit XML: a test suite for each Job, a test case for each assertion'
github\t'Workflow commands of GitHub Actions: an annotation for each Job'"
complete -c cyjob -n "__fish_cyjob_using_subcommand assert" -l expect -d 'How it ended: by a condition Complete or Failed with status True [default: complete]' -r -f -a "complete\t'It succeeded'
failed\t'It failed'"
complete -c cyjob -n "__fish_cyjob_using_subcommand assert" -l reason -d 'With --expect failed: the condition\'s reason, exactly, as in BackoffLimitExceeded' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand assert" -l max-failed -d 'At most N failed pods (restarts under OnFailure are none)' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand assert" -l max-restarts -d 'At most N restarts of its pods\' containers' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand assert" -l max-duration -d 'It took at most this long, as in 90s, 5m or 1h30m' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand assert" -l min-succeeded -d 'At least N succeeded pods (of an Indexed Job: indexes)' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand assert" -l indexes -d 'These indexes of an Indexed Job succeeded, as in 0-9 or 1,3-5' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand assert" -l finished-within -d 'It ended at most this long ago, so that an earlier success does not pass for this one\'s' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand assert" -s n -l namespace -d 'Namespace [default: the context\'s]' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand assert" -l kubeconfig -d 'The kubeconfig file to use, and no other' -r -F
complete -c cyjob -n "__fish_cyjob_using_subcommand assert" -l context -d 'Context of the kubeconfig' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand assert" -l cluster -d 'Cluster of the kubeconfig' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand assert" -l user -d 'User of the kubeconfig' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand assert" -s s -l server -d 'Address of the API server' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand assert" -l token -d 'Bearer token' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand assert" -l as -d 'User to impersonate' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand assert" -l as-group -d 'Group to impersonate, repeatable' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand assert" -l as-uid -d 'UID to impersonate' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand assert" -l as-user-extra -d 'Extra attribute to impersonate, repeatable' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand assert" -l certificate-authority -d 'File of the certificate authority' -r -F
complete -c cyjob -n "__fish_cyjob_using_subcommand assert" -l client-certificate -d 'File of the client certificate' -r -F
complete -c cyjob -n "__fish_cyjob_using_subcommand assert" -l client-key -d 'File of the client certificate\'s key' -r -F
complete -c cyjob -n "__fish_cyjob_using_subcommand assert" -l tls-server-name -d 'Name to expect in the server\'s certificate' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand assert" -l request-timeout -d 'How long a single request may take, as `10s` or `1m`; 0 is without limit [default: 30s]' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand assert" -l cache-dir -d 'Accepted for kubectl\'s sake and unused: cyjob caches nothing' -r -F
complete -c cyjob -n "__fish_cyjob_using_subcommand assert" -l from -d 'Read objects from a file, a folder or `-`: what kubectl wrote, must-gather, support bundles; repeatable' -r -F
complete -c cyjob -n "__fish_cyjob_using_subcommand assert" -l now -d 'The moment to look at --from or --demo from (RFC 3339) [default: the newest time stamp in the files]' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand assert" -l color -d 'Colour: auto is on for a terminal unless NO_COLOR is set, and where CLICOLOR_FORCE is' -r -f -a "auto\t'Where a person looks'
always\t'In pipes and files too'
never\t'Not at all'"
complete -c cyjob -n "__fish_cyjob_using_subcommand assert" -l width -d 'Columns to fill [default: the terminal\'s, else 80]' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand assert" -s A -l all-namespaces -d 'With --selector: in all namespaces, whatever --namespace says'
complete -c cyjob -n "__fish_cyjob_using_subcommand assert" -l no-warnings -d 'No finding of severity error or warning, see describe. Those that rest on events are lost with them, by default after an hour'
complete -c cyjob -n "__fish_cyjob_using_subcommand assert" -l insecure-skip-tls-verify -d 'Do not check the server\'s certificate: the connection is not safe'
complete -c cyjob -n "__fish_cyjob_using_subcommand assert" -l disable-compression -d 'Accepted for kubectl\'s sake: cyjob never asks for compressed answers'
complete -c cyjob -n "__fish_cyjob_using_subcommand assert" -l demo -d 'Use the built-in example Jobs'
complete -c cyjob -n "__fish_cyjob_using_subcommand assert" -l utc -d 'Write times in UTC instead of the local zone'
complete -c cyjob -n "__fish_cyjob_using_subcommand assert" -s v -l verbose -d 'Say more on standard error: the files that --from skipped'
complete -c cyjob -n "__fish_cyjob_using_subcommand assert" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cyjob -n "__fish_cyjob_using_subcommand completions" -s n -l namespace -d 'Namespace [default: the context\'s]' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand completions" -l kubeconfig -d 'The kubeconfig file to use, and no other' -r -F
complete -c cyjob -n "__fish_cyjob_using_subcommand completions" -l context -d 'Context of the kubeconfig' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand completions" -l cluster -d 'Cluster of the kubeconfig' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand completions" -l user -d 'User of the kubeconfig' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand completions" -s s -l server -d 'Address of the API server' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand completions" -l token -d 'Bearer token' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand completions" -l as -d 'User to impersonate' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand completions" -l as-group -d 'Group to impersonate, repeatable' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand completions" -l as-uid -d 'UID to impersonate' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand completions" -l as-user-extra -d 'Extra attribute to impersonate, repeatable' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand completions" -l certificate-authority -d 'File of the certificate authority' -r -F
complete -c cyjob -n "__fish_cyjob_using_subcommand completions" -l client-certificate -d 'File of the client certificate' -r -F
complete -c cyjob -n "__fish_cyjob_using_subcommand completions" -l client-key -d 'File of the client certificate\'s key' -r -F
complete -c cyjob -n "__fish_cyjob_using_subcommand completions" -l tls-server-name -d 'Name to expect in the server\'s certificate' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand completions" -l request-timeout -d 'How long a single request may take, as `10s` or `1m`; 0 is without limit [default: 30s]' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand completions" -l cache-dir -d 'Accepted for kubectl\'s sake and unused: cyjob caches nothing' -r -F
complete -c cyjob -n "__fish_cyjob_using_subcommand completions" -l from -d 'Read objects from a file, a folder or `-`: what kubectl wrote, must-gather, support bundles; repeatable' -r -F
complete -c cyjob -n "__fish_cyjob_using_subcommand completions" -l now -d 'The moment to look at --from or --demo from (RFC 3339) [default: the newest time stamp in the files]' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand completions" -l color -d 'Colour: auto is on for a terminal unless NO_COLOR is set, and where CLICOLOR_FORCE is' -r -f -a "auto\t'Where a person looks'
always\t'In pipes and files too'
never\t'Not at all'"
complete -c cyjob -n "__fish_cyjob_using_subcommand completions" -l width -d 'Columns to fill [default: the terminal\'s, else 80]' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand completions" -l insecure-skip-tls-verify -d 'Do not check the server\'s certificate: the connection is not safe'
complete -c cyjob -n "__fish_cyjob_using_subcommand completions" -l disable-compression -d 'Accepted for kubectl\'s sake: cyjob never asks for compressed answers'
complete -c cyjob -n "__fish_cyjob_using_subcommand completions" -l demo -d 'Use the built-in example Jobs'
complete -c cyjob -n "__fish_cyjob_using_subcommand completions" -l utc -d 'Write times in UTC instead of the local zone'
complete -c cyjob -n "__fish_cyjob_using_subcommand completions" -s v -l verbose -d 'Say more on standard error: the files that --from skipped'
complete -c cyjob -n "__fish_cyjob_using_subcommand completions" -s h -l help -d 'Print help (see more with \'--help\')'

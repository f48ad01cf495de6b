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
complete -c cyjob -n "__fish_cyjob_needs_command" -f -a "wait" -d 'Wait until Jobs have ended, and exit with the verdict'
complete -c cyjob -n "__fish_cyjob_needs_command" -f -a "assert" -d 'Check that Jobs succeeded and kept to limits; the exit code tells'
complete -c cyjob -n "__fish_cyjob_needs_command" -f -a "list" -d 'List Jobs with what became of each'
complete -c cyjob -n "__fish_cyjob_needs_command" -f -a "ls" -d 'List Jobs with what became of each'
complete -c cyjob -n "__fish_cyjob_needs_command" -f -a "get" -d 'List Jobs with what became of each'
complete -c cyjob -n "__fish_cyjob_needs_command" -f -a "logs" -d 'Print all that Jobs wrote: every attempt, index and container; with -f until they have ended'
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
complete -c cyjob -n "__fish_cyjob_using_subcommand describe" -s A -l all-namespaces -d 'In all namespaces, whatever --namespace says; of a NAME there may then be only one'
complete -c cyjob -n "__fish_cyjob_using_subcommand describe" -l all -d 'List every pod, not only those that tell most'
complete -c cyjob -n "__fish_cyjob_using_subcommand describe" -l show-env -d 'Show literal environment values whose name looks like a credential'
complete -c cyjob -n "__fish_cyjob_using_subcommand describe" -s w -l watch -d 'Go on as things change until every Job has ended: in place on a terminal, else a report for each change of state'
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
complete -c cyjob -n "__fish_cyjob_using_subcommand explain" -s A -l all-namespaces -d 'In all namespaces, whatever --namespace says; of a NAME there may then be only one'
complete -c cyjob -n "__fish_cyjob_using_subcommand explain" -l all -d 'List every pod, not only those that tell most'
complete -c cyjob -n "__fish_cyjob_using_subcommand explain" -l show-env -d 'Show literal environment values whose name looks like a credential'
complete -c cyjob -n "__fish_cyjob_using_subcommand explain" -s w -l watch -d 'Go on as things change until every Job has ended: in place on a terminal, else a report for each change of state'
complete -c cyjob -n "__fish_cyjob_using_subcommand explain" -l exit-status -d 'Exit with the verdict: 0 only if every Job is Complete'
complete -c cyjob -n "__fish_cyjob_using_subcommand explain" -l insecure-skip-tls-verify -d 'Do not check the server\'s certificate: the connection is not safe'
complete -c cyjob -n "__fish_cyjob_using_subcommand explain" -l disable-compression -d 'Accepted for kubectl\'s sake: cyjob never asks for compressed answers'
complete -c cyjob -n "__fish_cyjob_using_subcommand explain" -l demo -d 'Use the built-in example Jobs'
complete -c cyjob -n "__fish_cyjob_using_subcommand explain" -l utc -d 'Write times in UTC instead of the local zone'
complete -c cyjob -n "__fish_cyjob_using_subcommand explain" -s v -l verbose -d 'Say more on standard error: the files that --from skipped'
complete -c cyjob -n "__fish_cyjob_using_subcommand explain" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cyjob -n "__fish_cyjob_using_subcommand wait" -s l -l selector -d 'All Jobs with these labels, as in `app=report,tier in (a,b)`' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand wait" -l for -d 'What to wait for' -r -f -a "finished\t'Complete or Failed, whichever comes'
complete\t'Complete; a Job that failed cannot get there, so this too ends with it'
failed\t'Failed: 0 if it did, 1 if it completed'
started\t'The first pod runs, or has run'
suspended\t'The controller has stopped all pods of a suspended Job'"
complete -c cyjob -n "__fish_cyjob_using_subcommand wait" -l timeout -d 'Give up after this time, as `90s` or `1h`; 0 looks once [default: none, the Job\'s own deadline is the limit]' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand wait" -l wait-for-creation -d 'Wait for Jobs that do not exist yet, at most this long if given' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand wait" -l fail-if-blocked -d 'Give up on a Job that is held up (image, quota, scheduling, …) for this long; given bare: 5m' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand wait" -s c -l container -d 'The container whose exit code counts [default: the first that failed]' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand wait" -l logs -d 'Print logs on standard error: of what failed the last 100 lines, not 10, or all as they come; given bare: failed' -r -f -a "failed\t'The last 100 lines of containers that failed, once a Job has failed'
all\t'All, as they come'"
complete -c cyjob -n "__fish_cyjob_using_subcommand wait" -l save -d 'Write each log to a file in this folder while it comes, with an index of the files' -r -F
complete -c cyjob -n "__fish_cyjob_using_subcommand wait" -l progress -d 'How to show on standard error what goes on: auto is live on a terminal, else lines' -r -f -a "auto\t'As standard error is a terminal or not'
live\t'Lines that are drawn anew; where standard error is no terminal, as lines'
lines\t'A line for each change of state'
none\t'Nothing'"
complete -c cyjob -n "__fish_cyjob_using_subcommand wait" -s o -l output -d 'Form of the answer [default: a line for each Job]' -r -f -a "json\t'The reports, as those of describe'
yaml\t'The same as YAML'
name\t'job.batch/NAME'"
complete -c cyjob -n "__fish_cyjob_using_subcommand wait" -s n -l namespace -d 'Namespace [default: the context\'s]' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand wait" -l kubeconfig -d 'The kubeconfig file to use, and no other' -r -F
complete -c cyjob -n "__fish_cyjob_using_subcommand wait" -l context -d 'Context of the kubeconfig' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand wait" -l cluster -d 'Cluster of the kubeconfig' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand wait" -l user -d 'User of the kubeconfig' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand wait" -s s -l server -d 'Address of the API server' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand wait" -l token -d 'Bearer token' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand wait" -l as -d 'User to impersonate' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand wait" -l as-group -d 'Group to impersonate, repeatable' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand wait" -l as-uid -d 'UID to impersonate' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand wait" -l as-user-extra -d 'Extra attribute to impersonate, repeatable' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand wait" -l certificate-authority -d 'File of the certificate authority' -r -F
complete -c cyjob -n "__fish_cyjob_using_subcommand wait" -l client-certificate -d 'File of the client certificate' -r -F
complete -c cyjob -n "__fish_cyjob_using_subcommand wait" -l client-key -d 'File of the client certificate\'s key' -r -F
complete -c cyjob -n "__fish_cyjob_using_subcommand wait" -l tls-server-name -d 'Name to expect in the server\'s certificate' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand wait" -l request-timeout -d 'How long a single request may take, as `10s` or `1m`; 0 is without limit [default: 30s]' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand wait" -l cache-dir -d 'Accepted for kubectl\'s sake and unused: cyjob caches nothing' -r -F
complete -c cyjob -n "__fish_cyjob_using_subcommand wait" -l from -d 'Read objects from a file, a folder or `-`: what kubectl wrote, must-gather, support bundles; repeatable' -r -F
complete -c cyjob -n "__fish_cyjob_using_subcommand wait" -l now -d 'The moment to look at --from or --demo from (RFC 3339) [default: the newest time stamp in the files]' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand wait" -l color -d 'Colour: auto is on for a terminal unless NO_COLOR is set, and where CLICOLOR_FORCE is' -r -f -a "auto\t'Where a person looks'
always\t'In pipes and files too'
never\t'Not at all'"
complete -c cyjob -n "__fish_cyjob_using_subcommand wait" -l width -d 'Columns to fill [default: the terminal\'s, else 80]' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand wait" -s A -l all-namespaces -d 'In all namespaces, whatever --namespace says; of a NAME there may then be only one'
complete -c cyjob -n "__fish_cyjob_using_subcommand wait" -l all -d 'All Jobs of the namespace, or with -A of all'
complete -c cyjob -n "__fish_cyjob_using_subcommand wait" -l any -d 'Return as soon as one Job is done, with its verdict'
complete -c cyjob -n "__fish_cyjob_using_subcommand wait" -l fail-fast -d 'Return as soon as one Job has failed, or cannot succeed any more'
complete -c cyjob -n "__fish_cyjob_using_subcommand wait" -l early -d 'Return once the outcome is decided (FailureTarget, SuccessCriteriaMet), while pods are still being stopped'
complete -c cyjob -n "__fish_cyjob_using_subcommand wait" -l fail-if-suspended -d 'Give up on a Job that is suspended'
complete -c cyjob -n "__fish_cyjob_using_subcommand wait" -l propagate-exit-code -d 'Of a failed Job, exit with the exit code of its failed container'
complete -c cyjob -n "__fish_cyjob_using_subcommand wait" -l insecure-skip-tls-verify -d 'Do not check the server\'s certificate: the connection is not safe'
complete -c cyjob -n "__fish_cyjob_using_subcommand wait" -l disable-compression -d 'Accepted for kubectl\'s sake: cyjob never asks for compressed answers'
complete -c cyjob -n "__fish_cyjob_using_subcommand wait" -l demo -d 'Use the built-in example Jobs'
complete -c cyjob -n "__fish_cyjob_using_subcommand wait" -l utc -d 'Write times in UTC instead of the local zone'
complete -c cyjob -n "__fish_cyjob_using_subcommand wait" -s v -l verbose -d 'Say more on standard error: the files that --from skipped'
complete -c cyjob -n "__fish_cyjob_using_subcommand wait" -s h -l help -d 'Print help (see more with \'--help\')'
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
complete -c cyjob -n "__fish_cyjob_using_subcommand assert" -s A -l all-namespaces -d 'In all namespaces, whatever --namespace says; of a NAME there may then be only one'
complete -c cyjob -n "__fish_cyjob_using_subcommand assert" -l no-warnings -d 'No finding of severity error or warning, see describe. Those that rest on events are lost with them, by default after an hour'
complete -c cyjob -n "__fish_cyjob_using_subcommand assert" -l insecure-skip-tls-verify -d 'Do not check the server\'s certificate: the connection is not safe'
complete -c cyjob -n "__fish_cyjob_using_subcommand assert" -l disable-compression -d 'Accepted for kubectl\'s sake: cyjob never asks for compressed answers'
complete -c cyjob -n "__fish_cyjob_using_subcommand assert" -l demo -d 'Use the built-in example Jobs'
complete -c cyjob -n "__fish_cyjob_using_subcommand assert" -l utc -d 'Write times in UTC instead of the local zone'
complete -c cyjob -n "__fish_cyjob_using_subcommand assert" -s v -l verbose -d 'Say more on standard error: the files that --from skipped'
complete -c cyjob -n "__fish_cyjob_using_subcommand assert" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cyjob -n "__fish_cyjob_using_subcommand list" -s l -l selector -d 'Only Jobs with these labels, as in `app=report,tier in (a,b)`' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand list" -l field-selector -d 'Only Jobs with these fields, as in `metadata.name!=import`' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand list" -l sort-by -d 'What comes first: names in order, the newest, the longest, what wants attention, most failed pods' -r -f -a "name\t'By namespace and name'
age\t'The newest first'
duration\t'The longest first'
state\t'What wants attention first: Failed, Failing, Blocked, …'
failed\t'Most failed pods first'"
complete -c cyjob -n "__fish_cyjob_using_subcommand list" -l limit -d 'The first so many only' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand list" -s o -l output -d 'Form of the answer' -r -f -a "table\t'A table that fits the terminal'
wide\t'The table with images, nodes, owner and queue'
json\t'A versioned document, see the README'
yaml\t'The same as YAML'
name\t'job.batch/NAME'"
complete -c cyjob -n "__fish_cyjob_using_subcommand list" -l state -d 'Only Jobs in these states, in any case, separated by commas' -r -f -a "Failed\t''
Failing\t''
Blocked\t''
Retrying\t''
Deleting\t''
Suspended\t''
External\t''
Pending\t''
Running\t''
Completing\t''
Complete\t''"
complete -c cyjob -n "__fish_cyjob_using_subcommand list" -l since -d 'Only Jobs that have not ended, or ended within this time, as 30m, 12h or 7d' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand list" -l owner -d 'Only Jobs of this owner, as cronjob/report' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand list" -s n -l namespace -d 'Namespace [default: the context\'s]' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand list" -l kubeconfig -d 'The kubeconfig file to use, and no other' -r -F
complete -c cyjob -n "__fish_cyjob_using_subcommand list" -l context -d 'Context of the kubeconfig' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand list" -l cluster -d 'Cluster of the kubeconfig' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand list" -l user -d 'User of the kubeconfig' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand list" -s s -l server -d 'Address of the API server' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand list" -l token -d 'Bearer token' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand list" -l as -d 'User to impersonate' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand list" -l as-group -d 'Group to impersonate, repeatable' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand list" -l as-uid -d 'UID to impersonate' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand list" -l as-user-extra -d 'Extra attribute to impersonate, repeatable' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand list" -l certificate-authority -d 'File of the certificate authority' -r -F
complete -c cyjob -n "__fish_cyjob_using_subcommand list" -l client-certificate -d 'File of the client certificate' -r -F
complete -c cyjob -n "__fish_cyjob_using_subcommand list" -l client-key -d 'File of the client certificate\'s key' -r -F
complete -c cyjob -n "__fish_cyjob_using_subcommand list" -l tls-server-name -d 'Name to expect in the server\'s certificate' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand list" -l request-timeout -d 'How long a single request may take, as `10s` or `1m`; 0 is without limit [default: 30s]' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand list" -l cache-dir -d 'Accepted for kubectl\'s sake and unused: cyjob caches nothing' -r -F
complete -c cyjob -n "__fish_cyjob_using_subcommand list" -l from -d 'Read objects from a file, a folder or `-`: what kubectl wrote, must-gather, support bundles; repeatable' -r -F
complete -c cyjob -n "__fish_cyjob_using_subcommand list" -l now -d 'The moment to look at --from or --demo from (RFC 3339) [default: the newest time stamp in the files]' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand list" -l color -d 'Colour: auto is on for a terminal unless NO_COLOR is set, and where CLICOLOR_FORCE is' -r -f -a "auto\t'Where a person looks'
always\t'In pipes and files too'
never\t'Not at all'"
complete -c cyjob -n "__fish_cyjob_using_subcommand list" -l width -d 'Columns to fill [default: the terminal\'s, else 80]' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand list" -s A -l all-namespaces -d 'In all namespaces, whatever --namespace says; of a NAME there may then be only one'
complete -c cyjob -n "__fish_cyjob_using_subcommand list" -l reverse -d 'Turn the order around'
complete -c cyjob -n "__fish_cyjob_using_subcommand list" -l no-headers -d 'Leave out the titles of the columns, and what stands below the table'
complete -c cyjob -n "__fish_cyjob_using_subcommand list" -s w -l watch -d 'Go on as Jobs come, change and go: in place on a terminal, else a line for each change'
complete -c cyjob -n "__fish_cyjob_using_subcommand list" -l exit-status -d 'Exit with the verdict: 0 only if every Job that fits is Complete; 3 if none fits'
complete -c cyjob -n "__fish_cyjob_using_subcommand list" -l failed -d 'Only Failed and Failing'
complete -c cyjob -n "__fish_cyjob_using_subcommand list" -l active -d 'Only what is under way: Pending, Running, Retrying, Blocked, Completing, Failing'
complete -c cyjob -n "__fish_cyjob_using_subcommand list" -l blocked -d 'Only Blocked'
complete -c cyjob -n "__fish_cyjob_using_subcommand list" -l finished -d 'Only what has ended: Complete and Failed'
complete -c cyjob -n "__fish_cyjob_using_subcommand list" -l insecure-skip-tls-verify -d 'Do not check the server\'s certificate: the connection is not safe'
complete -c cyjob -n "__fish_cyjob_using_subcommand list" -l disable-compression -d 'Accepted for kubectl\'s sake: cyjob never asks for compressed answers'
complete -c cyjob -n "__fish_cyjob_using_subcommand list" -l demo -d 'Use the built-in example Jobs'
complete -c cyjob -n "__fish_cyjob_using_subcommand list" -l utc -d 'Write times in UTC instead of the local zone'
complete -c cyjob -n "__fish_cyjob_using_subcommand list" -s v -l verbose -d 'Say more on standard error: the files that --from skipped'
complete -c cyjob -n "__fish_cyjob_using_subcommand list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cyjob -n "__fish_cyjob_using_subcommand ls" -s l -l selector -d 'Only Jobs with these labels, as in `app=report,tier in (a,b)`' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand ls" -l field-selector -d 'Only Jobs with these fields, as in `metadata.name!=import`' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand ls" -l sort-by -d 'What comes first: names in order, the newest, the longest, what wants attention, most failed pods' -r -f -a "name\t'By namespace and name'
age\t'The newest first'
duration\t'The longest first'
state\t'What wants attention first: Failed, Failing, Blocked, …'
failed\t'Most failed pods first'"
complete -c cyjob -n "__fish_cyjob_using_subcommand ls" -l limit -d 'The first so many only' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand ls" -s o -l output -d 'Form of the answer' -r -f -a "table\t'A table that fits the terminal'
wide\t'The table with images, nodes, owner and queue'
json\t'A versioned document, see the README'
yaml\t'The same as YAML'
name\t'job.batch/NAME'"
complete -c cyjob -n "__fish_cyjob_using_subcommand ls" -l state -d 'Only Jobs in these states, in any case, separated by commas' -r -f -a "Failed\t''
Failing\t''
Blocked\t''
Retrying\t''
Deleting\t''
Suspended\t''
External\t''
Pending\t''
Running\t''
Completing\t''
Complete\t''"
complete -c cyjob -n "__fish_cyjob_using_subcommand ls" -l since -d 'Only Jobs that have not ended, or ended within this time, as 30m, 12h or 7d' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand ls" -l owner -d 'Only Jobs of this owner, as cronjob/report' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand ls" -s n -l namespace -d 'Namespace [default: the context\'s]' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand ls" -l kubeconfig -d 'The kubeconfig file to use, and no other' -r -F
complete -c cyjob -n "__fish_cyjob_using_subcommand ls" -l context -d 'Context of the kubeconfig' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand ls" -l cluster -d 'Cluster of the kubeconfig' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand ls" -l user -d 'User of the kubeconfig' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand ls" -s s -l server -d 'Address of the API server' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand ls" -l token -d 'Bearer token' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand ls" -l as -d 'User to impersonate' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand ls" -l as-group -d 'Group to impersonate, repeatable' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand ls" -l as-uid -d 'UID to impersonate' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand ls" -l as-user-extra -d 'Extra attribute to impersonate, repeatable' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand ls" -l certificate-authority -d 'File of the certificate authority' -r -F
complete -c cyjob -n "__fish_cyjob_using_subcommand ls" -l client-certificate -d 'File of the client certificate' -r -F
complete -c cyjob -n "__fish_cyjob_using_subcommand ls" -l client-key -d 'File of the client certificate\'s key' -r -F
complete -c cyjob -n "__fish_cyjob_using_subcommand ls" -l tls-server-name -d 'Name to expect in the server\'s certificate' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand ls" -l request-timeout -d 'How long a single request may take, as `10s` or `1m`; 0 is without limit [default: 30s]' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand ls" -l cache-dir -d 'Accepted for kubectl\'s sake and unused: cyjob caches nothing' -r -F
complete -c cyjob -n "__fish_cyjob_using_subcommand ls" -l from -d 'Read objects from a file, a folder or `-`: what kubectl wrote, must-gather, support bundles; repeatable' -r -F
complete -c cyjob -n "__fish_cyjob_using_subcommand ls" -l now -d 'The moment to look at --from or --demo from (RFC 3339) [default: the newest time stamp in the files]' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand ls" -l color -d 'Colour: auto is on for a terminal unless NO_COLOR is set, and where CLICOLOR_FORCE is' -r -f -a "auto\t'Where a person looks'
always\t'In pipes and files too'
never\t'Not at all'"
complete -c cyjob -n "__fish_cyjob_using_subcommand ls" -l width -d 'Columns to fill [default: the terminal\'s, else 80]' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand ls" -s A -l all-namespaces -d 'In all namespaces, whatever --namespace says; of a NAME there may then be only one'
complete -c cyjob -n "__fish_cyjob_using_subcommand ls" -l reverse -d 'Turn the order around'
complete -c cyjob -n "__fish_cyjob_using_subcommand ls" -l no-headers -d 'Leave out the titles of the columns, and what stands below the table'
complete -c cyjob -n "__fish_cyjob_using_subcommand ls" -s w -l watch -d 'Go on as Jobs come, change and go: in place on a terminal, else a line for each change'
complete -c cyjob -n "__fish_cyjob_using_subcommand ls" -l exit-status -d 'Exit with the verdict: 0 only if every Job that fits is Complete; 3 if none fits'
complete -c cyjob -n "__fish_cyjob_using_subcommand ls" -l failed -d 'Only Failed and Failing'
complete -c cyjob -n "__fish_cyjob_using_subcommand ls" -l active -d 'Only what is under way: Pending, Running, Retrying, Blocked, Completing, Failing'
complete -c cyjob -n "__fish_cyjob_using_subcommand ls" -l blocked -d 'Only Blocked'
complete -c cyjob -n "__fish_cyjob_using_subcommand ls" -l finished -d 'Only what has ended: Complete and Failed'
complete -c cyjob -n "__fish_cyjob_using_subcommand ls" -l insecure-skip-tls-verify -d 'Do not check the server\'s certificate: the connection is not safe'
complete -c cyjob -n "__fish_cyjob_using_subcommand ls" -l disable-compression -d 'Accepted for kubectl\'s sake: cyjob never asks for compressed answers'
complete -c cyjob -n "__fish_cyjob_using_subcommand ls" -l demo -d 'Use the built-in example Jobs'
complete -c cyjob -n "__fish_cyjob_using_subcommand ls" -l utc -d 'Write times in UTC instead of the local zone'
complete -c cyjob -n "__fish_cyjob_using_subcommand ls" -s v -l verbose -d 'Say more on standard error: the files that --from skipped'
complete -c cyjob -n "__fish_cyjob_using_subcommand ls" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cyjob -n "__fish_cyjob_using_subcommand get" -s l -l selector -d 'Only Jobs with these labels, as in `app=report,tier in (a,b)`' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand get" -l field-selector -d 'Only Jobs with these fields, as in `metadata.name!=import`' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand get" -l sort-by -d 'What comes first: names in order, the newest, the longest, what wants attention, most failed pods' -r -f -a "name\t'By namespace and name'
age\t'The newest first'
duration\t'The longest first'
state\t'What wants attention first: Failed, Failing, Blocked, …'
failed\t'Most failed pods first'"
complete -c cyjob -n "__fish_cyjob_using_subcommand get" -l limit -d 'The first so many only' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand get" -s o -l output -d 'Form of the answer' -r -f -a "table\t'A table that fits the terminal'
wide\t'The table with images, nodes, owner and queue'
json\t'A versioned document, see the README'
yaml\t'The same as YAML'
name\t'job.batch/NAME'"
complete -c cyjob -n "__fish_cyjob_using_subcommand get" -l state -d 'Only Jobs in these states, in any case, separated by commas' -r -f -a "Failed\t''
Failing\t''
Blocked\t''
Retrying\t''
Deleting\t''
Suspended\t''
External\t''
Pending\t''
Running\t''
Completing\t''
Complete\t''"
complete -c cyjob -n "__fish_cyjob_using_subcommand get" -l since -d 'Only Jobs that have not ended, or ended within this time, as 30m, 12h or 7d' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand get" -l owner -d 'Only Jobs of this owner, as cronjob/report' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand get" -s n -l namespace -d 'Namespace [default: the context\'s]' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand get" -l kubeconfig -d 'The kubeconfig file to use, and no other' -r -F
complete -c cyjob -n "__fish_cyjob_using_subcommand get" -l context -d 'Context of the kubeconfig' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand get" -l cluster -d 'Cluster of the kubeconfig' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand get" -l user -d 'User of the kubeconfig' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand get" -s s -l server -d 'Address of the API server' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand get" -l token -d 'Bearer token' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand get" -l as -d 'User to impersonate' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand get" -l as-group -d 'Group to impersonate, repeatable' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand get" -l as-uid -d 'UID to impersonate' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand get" -l as-user-extra -d 'Extra attribute to impersonate, repeatable' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand get" -l certificate-authority -d 'File of the certificate authority' -r -F
complete -c cyjob -n "__fish_cyjob_using_subcommand get" -l client-certificate -d 'File of the client certificate' -r -F
complete -c cyjob -n "__fish_cyjob_using_subcommand get" -l client-key -d 'File of the client certificate\'s key' -r -F
complete -c cyjob -n "__fish_cyjob_using_subcommand get" -l tls-server-name -d 'Name to expect in the server\'s certificate' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand get" -l request-timeout -d 'How long a single request may take, as `10s` or `1m`; 0 is without limit [default: 30s]' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand get" -l cache-dir -d 'Accepted for kubectl\'s sake and unused: cyjob caches nothing' -r -F
complete -c cyjob -n "__fish_cyjob_using_subcommand get" -l from -d 'Read objects from a file, a folder or `-`: what kubectl wrote, must-gather, support bundles; repeatable' -r -F
complete -c cyjob -n "__fish_cyjob_using_subcommand get" -l now -d 'The moment to look at --from or --demo from (RFC 3339) [default: the newest time stamp in the files]' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand get" -l color -d 'Colour: auto is on for a terminal unless NO_COLOR is set, and where CLICOLOR_FORCE is' -r -f -a "auto\t'Where a person looks'
always\t'In pipes and files too'
never\t'Not at all'"
complete -c cyjob -n "__fish_cyjob_using_subcommand get" -l width -d 'Columns to fill [default: the terminal\'s, else 80]' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand get" -s A -l all-namespaces -d 'In all namespaces, whatever --namespace says; of a NAME there may then be only one'
complete -c cyjob -n "__fish_cyjob_using_subcommand get" -l reverse -d 'Turn the order around'
complete -c cyjob -n "__fish_cyjob_using_subcommand get" -l no-headers -d 'Leave out the titles of the columns, and what stands below the table'
complete -c cyjob -n "__fish_cyjob_using_subcommand get" -s w -l watch -d 'Go on as Jobs come, change and go: in place on a terminal, else a line for each change'
complete -c cyjob -n "__fish_cyjob_using_subcommand get" -l exit-status -d 'Exit with the verdict: 0 only if every Job that fits is Complete; 3 if none fits'
complete -c cyjob -n "__fish_cyjob_using_subcommand get" -l failed -d 'Only Failed and Failing'
complete -c cyjob -n "__fish_cyjob_using_subcommand get" -l active -d 'Only what is under way: Pending, Running, Retrying, Blocked, Completing, Failing'
complete -c cyjob -n "__fish_cyjob_using_subcommand get" -l blocked -d 'Only Blocked'
complete -c cyjob -n "__fish_cyjob_using_subcommand get" -l finished -d 'Only what has ended: Complete and Failed'
complete -c cyjob -n "__fish_cyjob_using_subcommand get" -l insecure-skip-tls-verify -d 'Do not check the server\'s certificate: the connection is not safe'
complete -c cyjob -n "__fish_cyjob_using_subcommand get" -l disable-compression -d 'Accepted for kubectl\'s sake: cyjob never asks for compressed answers'
complete -c cyjob -n "__fish_cyjob_using_subcommand get" -l demo -d 'Use the built-in example Jobs'
complete -c cyjob -n "__fish_cyjob_using_subcommand get" -l utc -d 'Write times in UTC instead of the local zone'
complete -c cyjob -n "__fish_cyjob_using_subcommand get" -s v -l verbose -d 'Say more on standard error: the files that --from skipped'
complete -c cyjob -n "__fish_cyjob_using_subcommand get" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cyjob -n "__fish_cyjob_using_subcommand logs" -s l -l selector -d 'All Jobs with these labels, as in `app=report,tier in (a,b)`' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand logs" -s o -l output -d 'Form of the answer' -r -f -a "text\t'Lines as the containers wrote them'
json\t'A JSON object for each line, see the README'"
complete -c cyjob -n "__fish_cyjob_using_subcommand logs" -l save -d 'Write each log to a file in this folder too, whole, with an index of the files' -r -F
complete -c cyjob -n "__fish_cyjob_using_subcommand logs" -l timeout -d 'Give up after this time, as `90s` or `1h` [default: none]' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand logs" -l max-streams -d 'Logs that are read at the same time, at most [default: 100, with --merge 500]' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand logs" -l attempt -d 'Only those of this try at the Job, or at each index: last, first, or its number from 1' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand logs" -l index -d 'Only those of these indexes of an Indexed Job, as in 3,7-9' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand logs" -l pod -d 'Only those of this pod' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand logs" -s c -l container -d 'Only those of this container, be it an init container; repeatable' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand logs" -l container-regex -d 'Only those of containers whose name has a match, and of those that --container names' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand logs" -l all-containers -d 'kubectl\'s; it is the case anyway' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand logs" -l all-pods -d 'kubectl\'s; it is the case anyway' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand logs" -l since -d 'Only lines of the last so long, as 30s, 5m or 1h30m; 0 is all' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand logs" -l since-time -d 'Only lines from this moment on, as 2026-11-23T18:30:00Z' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand logs" -l tail -d 'Only the last lines of each container; -1 is all' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand logs" -l limit-bytes -d 'So many bytes of each container at most; 0 is all' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand logs" -l grep -d 'Only lines that have a match' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand logs" -s C -l grep-context -d 'With --grep: and so many lines before and after each, of the same log' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand logs" -l prefix -d 'Write before each line whose it is: auto does where more than one log may come; given bare: always' -r -f -a "auto\t'Where more than one log may come'
always\t'Before each line'
never\t'Not at all'"
complete -c cyjob -n "__fish_cyjob_using_subcommand logs" -s H -l highlight -d 'Mark matches, where there are colours; those of --grep are marked anyway' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand logs" -s n -l namespace -d 'Namespace [default: the context\'s]' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand logs" -l kubeconfig -d 'The kubeconfig file to use, and no other' -r -F
complete -c cyjob -n "__fish_cyjob_using_subcommand logs" -l context -d 'Context of the kubeconfig' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand logs" -l cluster -d 'Cluster of the kubeconfig' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand logs" -l user -d 'User of the kubeconfig' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand logs" -s s -l server -d 'Address of the API server' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand logs" -l token -d 'Bearer token' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand logs" -l as -d 'User to impersonate' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand logs" -l as-group -d 'Group to impersonate, repeatable' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand logs" -l as-uid -d 'UID to impersonate' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand logs" -l as-user-extra -d 'Extra attribute to impersonate, repeatable' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand logs" -l certificate-authority -d 'File of the certificate authority' -r -F
complete -c cyjob -n "__fish_cyjob_using_subcommand logs" -l client-certificate -d 'File of the client certificate' -r -F
complete -c cyjob -n "__fish_cyjob_using_subcommand logs" -l client-key -d 'File of the client certificate\'s key' -r -F
complete -c cyjob -n "__fish_cyjob_using_subcommand logs" -l tls-server-name -d 'Name to expect in the server\'s certificate' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand logs" -l request-timeout -d 'How long a single request may take, as `10s` or `1m`; 0 is without limit [default: 30s]' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand logs" -l cache-dir -d 'Accepted for kubectl\'s sake and unused: cyjob caches nothing' -r -F
complete -c cyjob -n "__fish_cyjob_using_subcommand logs" -l from -d 'Read objects from a file, a folder or `-`: what kubectl wrote, must-gather, support bundles; repeatable' -r -F
complete -c cyjob -n "__fish_cyjob_using_subcommand logs" -l now -d 'The moment to look at --from or --demo from (RFC 3339) [default: the newest time stamp in the files]' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand logs" -l color -d 'Colour: auto is on for a terminal unless NO_COLOR is set, and where CLICOLOR_FORCE is' -r -f -a "auto\t'Where a person looks'
always\t'In pipes and files too'
never\t'Not at all'"
complete -c cyjob -n "__fish_cyjob_using_subcommand logs" -l width -d 'Columns to fill [default: the terminal\'s, else 80]' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand logs" -s A -l all-namespaces -d 'In all namespaces, whatever --namespace says; of a NAME there may then be only one'
complete -c cyjob -n "__fish_cyjob_using_subcommand logs" -s f -l follow -d 'Go on until the Jobs have ended and all is read; pods that come later join'
complete -c cyjob -n "__fish_cyjob_using_subcommand logs" -l exit-status -d 'Exit with the verdict: 0 only if every Job is Complete'
complete -c cyjob -n "__fish_cyjob_using_subcommand logs" -l failed -d 'Only those of failed attempts: pods that failed, and containers that failed and were started again'
complete -c cyjob -n "__fish_cyjob_using_subcommand logs" -s p -l previous -d 'Of a container that was started again, the instance before too'
complete -c cyjob -n "__fish_cyjob_using_subcommand logs" -l invert -d 'With --grep: only lines that have none'
complete -c cyjob -n "__fish_cyjob_using_subcommand logs" -s t -l timestamps -d 'Write before each line when it was written; local time, or with --utc UTC'
complete -c cyjob -n "__fish_cyjob_using_subcommand logs" -l merge -d 'Put the lines of all logs in the order of their times, instead of one log after the other'
complete -c cyjob -n "__fish_cyjob_using_subcommand logs" -l raw -d 'Leave control characters as they are on a terminal, and put no lines for GitHub Actions around; into pipes and files all bytes go unchanged anyway'
complete -c cyjob -n "__fish_cyjob_using_subcommand logs" -l insecure-skip-tls-verify -d 'Do not check the server\'s certificate: the connection is not safe'
complete -c cyjob -n "__fish_cyjob_using_subcommand logs" -l disable-compression -d 'Accepted for kubectl\'s sake: cyjob never asks for compressed answers'
complete -c cyjob -n "__fish_cyjob_using_subcommand logs" -l demo -d 'Use the built-in example Jobs'
complete -c cyjob -n "__fish_cyjob_using_subcommand logs" -l utc -d 'Write times in UTC instead of the local zone'
complete -c cyjob -n "__fish_cyjob_using_subcommand logs" -s v -l verbose -d 'Say more on standard error: the files that --from skipped'
complete -c cyjob -n "__fish_cyjob_using_subcommand logs" -s h -l help -d 'Print help (see more with \'--help\')'
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

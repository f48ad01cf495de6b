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

complete -c cyjob -n "__fish_cyjob_needs_command" -s n -l namespace -d 'Namespace to use [default: the context\'s namespace]' -r
complete -c cyjob -n "__fish_cyjob_needs_command" -l kubeconfig -d 'Path to the kubeconfig file to use' -r -F
complete -c cyjob -n "__fish_cyjob_needs_command" -l context -d 'Name of the kubeconfig context to use' -r
complete -c cyjob -n "__fish_cyjob_needs_command" -l cluster -d 'Name of the kubeconfig cluster to use' -r
complete -c cyjob -n "__fish_cyjob_needs_command" -l user -d 'Name of the kubeconfig user to use' -r
complete -c cyjob -n "__fish_cyjob_needs_command" -s s -l server -d 'Address and port of the Kubernetes API server' -r
complete -c cyjob -n "__fish_cyjob_needs_command" -l token -d 'Bearer token for authentication to the API server' -r
complete -c cyjob -n "__fish_cyjob_needs_command" -l as -d 'Username to impersonate; can be a service account' -r
complete -c cyjob -n "__fish_cyjob_needs_command" -l as-group -d 'Group to impersonate; repeatable' -r
complete -c cyjob -n "__fish_cyjob_needs_command" -l as-uid -d 'UID to impersonate' -r
complete -c cyjob -n "__fish_cyjob_needs_command" -l as-user-extra -d 'User extra to impersonate; repeatable' -r
complete -c cyjob -n "__fish_cyjob_needs_command" -l certificate-authority -d 'Path to a certificate file for the certificate authority' -r -F
complete -c cyjob -n "__fish_cyjob_needs_command" -l client-certificate -d 'Path to a client certificate file for TLS' -r -F
complete -c cyjob -n "__fish_cyjob_needs_command" -l client-key -d 'Path to a client key file for TLS' -r -F
complete -c cyjob -n "__fish_cyjob_needs_command" -l tls-server-name -d 'Server name to expect in the server\'s certificate [default: the host of the server\'s URL]' -r
complete -c cyjob -n "__fish_cyjob_needs_command" -l request-timeout -d 'Time limit for a single server request, e.g. 10s or 1m (0: no limit) [default: 30s]' -r
complete -c cyjob -n "__fish_cyjob_needs_command" -l cache-dir -d 'Accepted for compatibility with kubectl: cyjob caches nothing' -r -F
complete -c cyjob -n "__fish_cyjob_needs_command" -l from -d 'Read objects from a file, a directory or - (stdin): kubectl output, must-gather, support bundle; repeatable' -r -F
complete -c cyjob -n "__fish_cyjob_needs_command" -l now -d 'Show --from or --demo as of this time (RFC 3339) [default: the newest timestamp in the files]' -r
complete -c cyjob -n "__fish_cyjob_needs_command" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal or if CLICOLOR_FORCE is set, unless NO_COLOR is set'
always\t'In pipes and files too'
never\t'Nowhere'"
complete -c cyjob -n "__fish_cyjob_needs_command" -l width -d 'Wrap text at this many columns [default: the terminal\'s width; a pipe or file gets whole lines]' -r
complete -c cyjob -n "__fish_cyjob_needs_command" -l insecure-skip-tls-verify -d 'Do not check the server\'s certificate for validity; this makes HTTPS connections insecure'
complete -c cyjob -n "__fish_cyjob_needs_command" -l disable-compression -d 'Accepted for compatibility with kubectl: cyjob never requests compression'
complete -c cyjob -n "__fish_cyjob_needs_command" -l demo -d 'Use the built-in example Jobs'
complete -c cyjob -n "__fish_cyjob_needs_command" -l utc -d 'Show times in UTC instead of local time'
complete -c cyjob -n "__fish_cyjob_needs_command" -s v -l verbose -d 'Print more on stderr: each request and the files that --from skipped; -vv also each decision'
complete -c cyjob -n "__fish_cyjob_needs_command" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cyjob -n "__fish_cyjob_needs_command" -s V -l version -d 'Print version'
complete -c cyjob -n "__fish_cyjob_needs_command" -f -a "describe" -d 'Explain what happened to Jobs: the verdict, the cause, what to do'
complete -c cyjob -n "__fish_cyjob_needs_command" -f -a "explain" -d 'Explain what happened to Jobs: the verdict, the cause, what to do'
complete -c cyjob -n "__fish_cyjob_needs_command" -f -a "wait" -d 'Wait until Jobs end; the exit code is the verdict'
complete -c cyjob -n "__fish_cyjob_needs_command" -f -a "assert" -d 'Check that Jobs succeeded and stayed within limits; exit 1 if not'
complete -c cyjob -n "__fish_cyjob_needs_command" -f -a "list" -d 'List Jobs with their true state'
complete -c cyjob -n "__fish_cyjob_needs_command" -f -a "ls" -d 'List Jobs with their true state'
complete -c cyjob -n "__fish_cyjob_needs_command" -f -a "get" -d 'List Jobs with their true state'
complete -c cyjob -n "__fish_cyjob_needs_command" -f -a "logs" -d 'Print the logs of Jobs: every attempt, index and container'
complete -c cyjob -n "__fish_cyjob_needs_command" -f -a "help" -d 'Print the help of a command, or what a rule means'
complete -c cyjob -n "__fish_cyjob_needs_command" -f -a "schema" -d 'Print the JSON Schema of a document, or the kinds of documents'
complete -c cyjob -n "__fish_cyjob_needs_command" -f -a "version" -d 'Print the versions of cyjob and of the server'
complete -c cyjob -n "__fish_cyjob_needs_command" -f -a "completions" -d 'Print a shell completion script'
complete -c cyjob -n "__fish_cyjob_using_subcommand describe" -s l -l selector -d 'Select Jobs by label, e.g. \'app=report,tier in (a,b)\'' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand describe" -s o -l output -d 'Output format' -r -f -a "text\t'A report, a table or one line per Job, for people'
wide\t'Text with every detail'
json\t'A versioned document; the README lists its keys'
yaml\t'The JSON document as YAML'
jsonl\t'One JSON object per Job and line'
name\t'job.batch/NAME, for xargs'
junit\t'JUnit XML, for the test reports of CI servers'
github\t'GitHub Actions workflow commands: one annotation per Job'
markdown\t'Markdown for the step summary of GitHub Actions or a ticket'"
complete -c cyjob -n "__fish_cyjob_using_subcommand describe" -l log-lines -d 'Show the last N log lines of each kind of failing container (0: none)' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand describe" -s n -l namespace -d 'Namespace to use [default: the context\'s namespace]' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand describe" -l kubeconfig -d 'Path to the kubeconfig file to use' -r -F
complete -c cyjob -n "__fish_cyjob_using_subcommand describe" -l context -d 'Name of the kubeconfig context to use' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand describe" -l cluster -d 'Name of the kubeconfig cluster to use' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand describe" -l user -d 'Name of the kubeconfig user to use' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand describe" -s s -l server -d 'Address and port of the Kubernetes API server' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand describe" -l token -d 'Bearer token for authentication to the API server' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand describe" -l as -d 'Username to impersonate; can be a service account' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand describe" -l as-group -d 'Group to impersonate; repeatable' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand describe" -l as-uid -d 'UID to impersonate' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand describe" -l as-user-extra -d 'User extra to impersonate; repeatable' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand describe" -l certificate-authority -d 'Path to a certificate file for the certificate authority' -r -F
complete -c cyjob -n "__fish_cyjob_using_subcommand describe" -l client-certificate -d 'Path to a client certificate file for TLS' -r -F
complete -c cyjob -n "__fish_cyjob_using_subcommand describe" -l client-key -d 'Path to a client key file for TLS' -r -F
complete -c cyjob -n "__fish_cyjob_using_subcommand describe" -l tls-server-name -d 'Server name to expect in the server\'s certificate [default: the host of the server\'s URL]' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand describe" -l request-timeout -d 'Time limit for a single server request, e.g. 10s or 1m (0: no limit) [default: 30s]' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand describe" -l cache-dir -d 'Accepted for compatibility with kubectl: cyjob caches nothing' -r -F
complete -c cyjob -n "__fish_cyjob_using_subcommand describe" -l from -d 'Read objects from a file, a directory or - (stdin): kubectl output, must-gather, support bundle; repeatable' -r -F
complete -c cyjob -n "__fish_cyjob_using_subcommand describe" -l now -d 'Show --from or --demo as of this time (RFC 3339) [default: the newest timestamp in the files]' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand describe" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal or if CLICOLOR_FORCE is set, unless NO_COLOR is set'
always\t'In pipes and files too'
never\t'Nowhere'"
complete -c cyjob -n "__fish_cyjob_using_subcommand describe" -l width -d 'Wrap text at this many columns [default: the terminal\'s width; a pipe or file gets whole lines]' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand describe" -s A -l all-namespaces -d 'Search all namespaces (ignores --namespace); a NAME must then be unique'
complete -c cyjob -n "__fish_cyjob_using_subcommand describe" -l all -d 'List every pod, not only the most relevant ones'
complete -c cyjob -n "__fish_cyjob_using_subcommand describe" -l show-env -d 'Show values that look like credentials instead of masking them'
complete -c cyjob -n "__fish_cyjob_using_subcommand describe" -s w -l watch -d 'Keep updating until every Job ends: in place on a terminal, otherwise one report per state change'
complete -c cyjob -n "__fish_cyjob_using_subcommand describe" -l exit-status -d 'Exit with 0 only if every Job is Complete, otherwise with 1'
complete -c cyjob -n "__fish_cyjob_using_subcommand describe" -l insecure-skip-tls-verify -d 'Do not check the server\'s certificate for validity; this makes HTTPS connections insecure'
complete -c cyjob -n "__fish_cyjob_using_subcommand describe" -l disable-compression -d 'Accepted for compatibility with kubectl: cyjob never requests compression'
complete -c cyjob -n "__fish_cyjob_using_subcommand describe" -l demo -d 'Use the built-in example Jobs'
complete -c cyjob -n "__fish_cyjob_using_subcommand describe" -l utc -d 'Show times in UTC instead of local time'
complete -c cyjob -n "__fish_cyjob_using_subcommand describe" -s v -l verbose -d 'Print more on stderr: each request and the files that --from skipped; -vv also each decision'
complete -c cyjob -n "__fish_cyjob_using_subcommand describe" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cyjob -n "__fish_cyjob_using_subcommand explain" -s l -l selector -d 'Select Jobs by label, e.g. \'app=report,tier in (a,b)\'' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand explain" -s o -l output -d 'Output format' -r -f -a "text\t'A report, a table or one line per Job, for people'
wide\t'Text with every detail'
json\t'A versioned document; the README lists its keys'
yaml\t'The JSON document as YAML'
jsonl\t'One JSON object per Job and line'
name\t'job.batch/NAME, for xargs'
junit\t'JUnit XML, for the test reports of CI servers'
github\t'GitHub Actions workflow commands: one annotation per Job'
markdown\t'Markdown for the step summary of GitHub Actions or a ticket'"
complete -c cyjob -n "__fish_cyjob_using_subcommand explain" -l log-lines -d 'Show the last N log lines of each kind of failing container (0: none)' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand explain" -s n -l namespace -d 'Namespace to use [default: the context\'s namespace]' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand explain" -l kubeconfig -d 'Path to the kubeconfig file to use' -r -F
complete -c cyjob -n "__fish_cyjob_using_subcommand explain" -l context -d 'Name of the kubeconfig context to use' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand explain" -l cluster -d 'Name of the kubeconfig cluster to use' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand explain" -l user -d 'Name of the kubeconfig user to use' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand explain" -s s -l server -d 'Address and port of the Kubernetes API server' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand explain" -l token -d 'Bearer token for authentication to the API server' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand explain" -l as -d 'Username to impersonate; can be a service account' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand explain" -l as-group -d 'Group to impersonate; repeatable' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand explain" -l as-uid -d 'UID to impersonate' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand explain" -l as-user-extra -d 'User extra to impersonate; repeatable' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand explain" -l certificate-authority -d 'Path to a certificate file for the certificate authority' -r -F
complete -c cyjob -n "__fish_cyjob_using_subcommand explain" -l client-certificate -d 'Path to a client certificate file for TLS' -r -F
complete -c cyjob -n "__fish_cyjob_using_subcommand explain" -l client-key -d 'Path to a client key file for TLS' -r -F
complete -c cyjob -n "__fish_cyjob_using_subcommand explain" -l tls-server-name -d 'Server name to expect in the server\'s certificate [default: the host of the server\'s URL]' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand explain" -l request-timeout -d 'Time limit for a single server request, e.g. 10s or 1m (0: no limit) [default: 30s]' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand explain" -l cache-dir -d 'Accepted for compatibility with kubectl: cyjob caches nothing' -r -F
complete -c cyjob -n "__fish_cyjob_using_subcommand explain" -l from -d 'Read objects from a file, a directory or - (stdin): kubectl output, must-gather, support bundle; repeatable' -r -F
complete -c cyjob -n "__fish_cyjob_using_subcommand explain" -l now -d 'Show --from or --demo as of this time (RFC 3339) [default: the newest timestamp in the files]' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand explain" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal or if CLICOLOR_FORCE is set, unless NO_COLOR is set'
always\t'In pipes and files too'
never\t'Nowhere'"
complete -c cyjob -n "__fish_cyjob_using_subcommand explain" -l width -d 'Wrap text at this many columns [default: the terminal\'s width; a pipe or file gets whole lines]' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand explain" -s A -l all-namespaces -d 'Search all namespaces (ignores --namespace); a NAME must then be unique'
complete -c cyjob -n "__fish_cyjob_using_subcommand explain" -l all -d 'List every pod, not only the most relevant ones'
complete -c cyjob -n "__fish_cyjob_using_subcommand explain" -l show-env -d 'Show values that look like credentials instead of masking them'
complete -c cyjob -n "__fish_cyjob_using_subcommand explain" -s w -l watch -d 'Keep updating until every Job ends: in place on a terminal, otherwise one report per state change'
complete -c cyjob -n "__fish_cyjob_using_subcommand explain" -l exit-status -d 'Exit with 0 only if every Job is Complete, otherwise with 1'
complete -c cyjob -n "__fish_cyjob_using_subcommand explain" -l insecure-skip-tls-verify -d 'Do not check the server\'s certificate for validity; this makes HTTPS connections insecure'
complete -c cyjob -n "__fish_cyjob_using_subcommand explain" -l disable-compression -d 'Accepted for compatibility with kubectl: cyjob never requests compression'
complete -c cyjob -n "__fish_cyjob_using_subcommand explain" -l demo -d 'Use the built-in example Jobs'
complete -c cyjob -n "__fish_cyjob_using_subcommand explain" -l utc -d 'Show times in UTC instead of local time'
complete -c cyjob -n "__fish_cyjob_using_subcommand explain" -s v -l verbose -d 'Print more on stderr: each request and the files that --from skipped; -vv also each decision'
complete -c cyjob -n "__fish_cyjob_using_subcommand explain" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cyjob -n "__fish_cyjob_using_subcommand wait" -s l -l selector -d 'Select Jobs by label, e.g. \'app=report,tier in (a,b)\'' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand wait" -l for -d 'State to wait for' -r -f -a "finished\t'Complete or Failed, whichever comes first'
complete\t'Complete; returns too when the Job fails, with exit code 1'
failed\t'Failed: exit code 0 if the Job failed, 1 if it completed'
started\t'The first pod is running or has run'
suspended\t'Suspended, with all pods stopped'"
complete -c cyjob -n "__fish_cyjob_using_subcommand wait" -l timeout -d 'Give up after this time, e.g. 90s or 1h (0: check once) [default: no limit]' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand wait" -l wait-for-creation -d 'Also wait for Jobs that do not exist yet, at most this long if a DURATION is given' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand wait" -l fail-if-blocked -d 'Give up on a Job that is blocked this long (image, quota, scheduling, …); without a value: 5m' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand wait" -s c -l container -d 'Container whose exit code to use [default: the first that failed]' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand wait" -l logs -d 'Print logs to stderr; without a value: failed' -r -f -a "failed\t'The last 100 lines of failed containers, once a Job has failed'
all\t'Every log, live'"
complete -c cyjob -n "__fish_cyjob_using_subcommand wait" -l save -d 'Save each log to a file in this directory as it is written, with an index' -r -F
complete -c cyjob -n "__fish_cyjob_using_subcommand wait" -l progress -d 'How to show progress on stderr' -r -f -a "auto\t'live if stderr is a terminal, otherwise lines'
live\t'A block that is redrawn in place; lines if stderr is not a terminal'
lines\t'One line per change of state'
none\t'No progress'"
complete -c cyjob -n "__fish_cyjob_using_subcommand wait" -s o -l output -d 'Output format' -r -f -a "text\t'A report, a table or one line per Job, for people'
wide\t'Text with every detail'
json\t'A versioned document; the README lists its keys'
yaml\t'The JSON document as YAML'
jsonl\t'One JSON object per Job and line'
name\t'job.batch/NAME, for xargs'
junit\t'JUnit XML, for the test reports of CI servers'
github\t'GitHub Actions workflow commands: one annotation per Job'
markdown\t'Markdown for the step summary of GitHub Actions or a ticket'"
complete -c cyjob -n "__fish_cyjob_using_subcommand wait" -s n -l namespace -d 'Namespace to use [default: the context\'s namespace]' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand wait" -l kubeconfig -d 'Path to the kubeconfig file to use' -r -F
complete -c cyjob -n "__fish_cyjob_using_subcommand wait" -l context -d 'Name of the kubeconfig context to use' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand wait" -l cluster -d 'Name of the kubeconfig cluster to use' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand wait" -l user -d 'Name of the kubeconfig user to use' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand wait" -s s -l server -d 'Address and port of the Kubernetes API server' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand wait" -l token -d 'Bearer token for authentication to the API server' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand wait" -l as -d 'Username to impersonate; can be a service account' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand wait" -l as-group -d 'Group to impersonate; repeatable' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand wait" -l as-uid -d 'UID to impersonate' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand wait" -l as-user-extra -d 'User extra to impersonate; repeatable' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand wait" -l certificate-authority -d 'Path to a certificate file for the certificate authority' -r -F
complete -c cyjob -n "__fish_cyjob_using_subcommand wait" -l client-certificate -d 'Path to a client certificate file for TLS' -r -F
complete -c cyjob -n "__fish_cyjob_using_subcommand wait" -l client-key -d 'Path to a client key file for TLS' -r -F
complete -c cyjob -n "__fish_cyjob_using_subcommand wait" -l tls-server-name -d 'Server name to expect in the server\'s certificate [default: the host of the server\'s URL]' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand wait" -l request-timeout -d 'Time limit for a single server request, e.g. 10s or 1m (0: no limit) [default: 30s]' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand wait" -l cache-dir -d 'Accepted for compatibility with kubectl: cyjob caches nothing' -r -F
complete -c cyjob -n "__fish_cyjob_using_subcommand wait" -l from -d 'Read objects from a file, a directory or - (stdin): kubectl output, must-gather, support bundle; repeatable' -r -F
complete -c cyjob -n "__fish_cyjob_using_subcommand wait" -l now -d 'Show --from or --demo as of this time (RFC 3339) [default: the newest timestamp in the files]' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand wait" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal or if CLICOLOR_FORCE is set, unless NO_COLOR is set'
always\t'In pipes and files too'
never\t'Nowhere'"
complete -c cyjob -n "__fish_cyjob_using_subcommand wait" -l width -d 'Wrap text at this many columns [default: the terminal\'s width; a pipe or file gets whole lines]' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand wait" -s A -l all-namespaces -d 'Search all namespaces (ignores --namespace); a NAME must then be unique'
complete -c cyjob -n "__fish_cyjob_using_subcommand wait" -l all -d 'Select all Jobs in the namespace (with -A: in all namespaces)'
complete -c cyjob -n "__fish_cyjob_using_subcommand wait" -l any -d 'Return as soon as one Job ends, with its verdict'
complete -c cyjob -n "__fish_cyjob_using_subcommand wait" -l fail-fast -d 'Return as soon as one Job fails or can no longer succeed'
complete -c cyjob -n "__fish_cyjob_using_subcommand wait" -l early -d 'Return once the outcome is decided (FailureTarget, SuccessCriteriaMet), before all pods have stopped'
complete -c cyjob -n "__fish_cyjob_using_subcommand wait" -l fail-if-suspended -d 'Give up on a suspended Job'
complete -c cyjob -n "__fish_cyjob_using_subcommand wait" -l propagate-exit-code -d 'If a Job failed, exit with the exit code of its failed container'
complete -c cyjob -n "__fish_cyjob_using_subcommand wait" -l insecure-skip-tls-verify -d 'Do not check the server\'s certificate for validity; this makes HTTPS connections insecure'
complete -c cyjob -n "__fish_cyjob_using_subcommand wait" -l disable-compression -d 'Accepted for compatibility with kubectl: cyjob never requests compression'
complete -c cyjob -n "__fish_cyjob_using_subcommand wait" -l demo -d 'Use the built-in example Jobs'
complete -c cyjob -n "__fish_cyjob_using_subcommand wait" -l utc -d 'Show times in UTC instead of local time'
complete -c cyjob -n "__fish_cyjob_using_subcommand wait" -s v -l verbose -d 'Print more on stderr: each request and the files that --from skipped; -vv also each decision'
complete -c cyjob -n "__fish_cyjob_using_subcommand wait" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cyjob -n "__fish_cyjob_using_subcommand assert" -s l -l selector -d 'Select Jobs by label, e.g. \'app=report,tier in (a,b)\'' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand assert" -s o -l output -d 'Output format' -r -f -a "text\t'A report, a table or one line per Job, for people'
wide\t'Text with every detail'
json\t'A versioned document; the README lists its keys'
yaml\t'The JSON document as YAML'
jsonl\t'One JSON object per Job and line'
junit\t'JUnit XML, for the test reports of CI servers'
github\t'GitHub Actions workflow commands: one annotation per Job'
markdown\t'Markdown for the step summary of GitHub Actions or a ticket'"
complete -c cyjob -n "__fish_cyjob_using_subcommand assert" -l expect -d 'How the Job must have ended [default: complete]' -r -f -a "complete\t'A Complete condition with status True'
failed\t'A Failed condition with status True'"
complete -c cyjob -n "__fish_cyjob_using_subcommand assert" -l reason -d 'With --expect failed: the exact reason of the Failed condition, e.g. BackoffLimitExceeded' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand assert" -l max-failed -d 'At most N failed pods (container restarts do not count)' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand assert" -l max-restarts -d 'At most N container restarts, in all pods of the Job' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand assert" -l max-duration -d 'The Job took at most this long, e.g. 90s, 5m or 1h30m' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand assert" -l min-succeeded -d 'At least N succeeded pods (Indexed Job: indexes)' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand assert" -l indexes -d 'These indexes of an Indexed Job succeeded, e.g. 0-9 or 1,3-5' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand assert" -l finished-within -d 'The Job ended at most this long ago, so an old success does not pass for a new one' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand assert" -s n -l namespace -d 'Namespace to use [default: the context\'s namespace]' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand assert" -l kubeconfig -d 'Path to the kubeconfig file to use' -r -F
complete -c cyjob -n "__fish_cyjob_using_subcommand assert" -l context -d 'Name of the kubeconfig context to use' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand assert" -l cluster -d 'Name of the kubeconfig cluster to use' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand assert" -l user -d 'Name of the kubeconfig user to use' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand assert" -s s -l server -d 'Address and port of the Kubernetes API server' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand assert" -l token -d 'Bearer token for authentication to the API server' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand assert" -l as -d 'Username to impersonate; can be a service account' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand assert" -l as-group -d 'Group to impersonate; repeatable' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand assert" -l as-uid -d 'UID to impersonate' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand assert" -l as-user-extra -d 'User extra to impersonate; repeatable' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand assert" -l certificate-authority -d 'Path to a certificate file for the certificate authority' -r -F
complete -c cyjob -n "__fish_cyjob_using_subcommand assert" -l client-certificate -d 'Path to a client certificate file for TLS' -r -F
complete -c cyjob -n "__fish_cyjob_using_subcommand assert" -l client-key -d 'Path to a client key file for TLS' -r -F
complete -c cyjob -n "__fish_cyjob_using_subcommand assert" -l tls-server-name -d 'Server name to expect in the server\'s certificate [default: the host of the server\'s URL]' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand assert" -l request-timeout -d 'Time limit for a single server request, e.g. 10s or 1m (0: no limit) [default: 30s]' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand assert" -l cache-dir -d 'Accepted for compatibility with kubectl: cyjob caches nothing' -r -F
complete -c cyjob -n "__fish_cyjob_using_subcommand assert" -l from -d 'Read objects from a file, a directory or - (stdin): kubectl output, must-gather, support bundle; repeatable' -r -F
complete -c cyjob -n "__fish_cyjob_using_subcommand assert" -l now -d 'Show --from or --demo as of this time (RFC 3339) [default: the newest timestamp in the files]' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand assert" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal or if CLICOLOR_FORCE is set, unless NO_COLOR is set'
always\t'In pipes and files too'
never\t'Nowhere'"
complete -c cyjob -n "__fish_cyjob_using_subcommand assert" -l width -d 'Wrap text at this many columns [default: the terminal\'s width; a pipe or file gets whole lines]' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand assert" -s A -l all-namespaces -d 'Search all namespaces (ignores --namespace); a NAME must then be unique'
complete -c cyjob -n "__fish_cyjob_using_subcommand assert" -l no-warnings -d 'describe finds no error and no warning; events, and findings based on them, expire after an hour by default'
complete -c cyjob -n "__fish_cyjob_using_subcommand assert" -l insecure-skip-tls-verify -d 'Do not check the server\'s certificate for validity; this makes HTTPS connections insecure'
complete -c cyjob -n "__fish_cyjob_using_subcommand assert" -l disable-compression -d 'Accepted for compatibility with kubectl: cyjob never requests compression'
complete -c cyjob -n "__fish_cyjob_using_subcommand assert" -l demo -d 'Use the built-in example Jobs'
complete -c cyjob -n "__fish_cyjob_using_subcommand assert" -l utc -d 'Show times in UTC instead of local time'
complete -c cyjob -n "__fish_cyjob_using_subcommand assert" -s v -l verbose -d 'Print more on stderr: each request and the files that --from skipped; -vv also each decision'
complete -c cyjob -n "__fish_cyjob_using_subcommand assert" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cyjob -n "__fish_cyjob_using_subcommand list" -s l -l selector -d 'Select Jobs by label, e.g. \'app=report,tier in (a,b)\'' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand list" -l field-selector -d 'Select Jobs by field, e.g. \'metadata.name!=import\'' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand list" -l sort-by -d 'Sort order' -r -f -a "name\t'Namespace, then name'
age\t'Newest first'
duration\t'Longest duration first'
state\t'Most urgent first: Failed, Failing, Blocked, …'
failed\t'Most failed pods first'"
complete -c cyjob -n "__fish_cyjob_using_subcommand list" -l limit -d 'Show at most N Jobs' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand list" -s o -l output -d 'Output format' -r -f -a "text\t'A report, a table or one line per Job, for people'
wide\t'Text with every detail'
json\t'A versioned document; the README lists its keys'
yaml\t'The JSON document as YAML'
jsonl\t'One JSON object per Job and line'
name\t'job.batch/NAME, for xargs'
junit\t'JUnit XML, for the test reports of CI servers'
github\t'GitHub Actions workflow commands: one annotation per Job'
markdown\t'Markdown for the step summary of GitHub Actions or a ticket'"
complete -c cyjob -n "__fish_cyjob_using_subcommand list" -l state -d 'Only Jobs in these states; comma-separated, upper or lower case' -r -f -a "Failed\t''
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
complete -c cyjob -n "__fish_cyjob_using_subcommand list" -l since -d 'Only Jobs that are unfinished or ended within this time, e.g. 30m, 12h or 7d' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand list" -l owner -d 'Only Jobs with this owner, e.g. cronjob/report' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand list" -s n -l namespace -d 'Namespace to use [default: the context\'s namespace]' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand list" -l kubeconfig -d 'Path to the kubeconfig file to use' -r -F
complete -c cyjob -n "__fish_cyjob_using_subcommand list" -l context -d 'Name of the kubeconfig context to use' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand list" -l cluster -d 'Name of the kubeconfig cluster to use' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand list" -l user -d 'Name of the kubeconfig user to use' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand list" -s s -l server -d 'Address and port of the Kubernetes API server' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand list" -l token -d 'Bearer token for authentication to the API server' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand list" -l as -d 'Username to impersonate; can be a service account' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand list" -l as-group -d 'Group to impersonate; repeatable' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand list" -l as-uid -d 'UID to impersonate' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand list" -l as-user-extra -d 'User extra to impersonate; repeatable' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand list" -l certificate-authority -d 'Path to a certificate file for the certificate authority' -r -F
complete -c cyjob -n "__fish_cyjob_using_subcommand list" -l client-certificate -d 'Path to a client certificate file for TLS' -r -F
complete -c cyjob -n "__fish_cyjob_using_subcommand list" -l client-key -d 'Path to a client key file for TLS' -r -F
complete -c cyjob -n "__fish_cyjob_using_subcommand list" -l tls-server-name -d 'Server name to expect in the server\'s certificate [default: the host of the server\'s URL]' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand list" -l request-timeout -d 'Time limit for a single server request, e.g. 10s or 1m (0: no limit) [default: 30s]' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand list" -l cache-dir -d 'Accepted for compatibility with kubectl: cyjob caches nothing' -r -F
complete -c cyjob -n "__fish_cyjob_using_subcommand list" -l from -d 'Read objects from a file, a directory or - (stdin): kubectl output, must-gather, support bundle; repeatable' -r -F
complete -c cyjob -n "__fish_cyjob_using_subcommand list" -l now -d 'Show --from or --demo as of this time (RFC 3339) [default: the newest timestamp in the files]' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand list" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal or if CLICOLOR_FORCE is set, unless NO_COLOR is set'
always\t'In pipes and files too'
never\t'Nowhere'"
complete -c cyjob -n "__fish_cyjob_using_subcommand list" -l width -d 'Wrap text at this many columns [default: the terminal\'s width; a pipe or file gets whole lines]' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand list" -s A -l all-namespaces -d 'List Jobs in all namespaces (ignores --namespace); a NAME must then be unique'
complete -c cyjob -n "__fish_cyjob_using_subcommand list" -l reverse -d 'Reverse the order'
complete -c cyjob -n "__fish_cyjob_using_subcommand list" -l no-headers -d 'Print neither the column headers nor the summary lines below the table'
complete -c cyjob -n "__fish_cyjob_using_subcommand list" -s w -l watch -d 'Keep updating as Jobs change: in place on a terminal, otherwise one line per change'
complete -c cyjob -n "__fish_cyjob_using_subcommand list" -l exit-status -d 'Exit with 0 only if every matching Job is Complete, with 3 if no Job matches'
complete -c cyjob -n "__fish_cyjob_using_subcommand list" -l failed -d 'Only Failed and Failing Jobs'
complete -c cyjob -n "__fish_cyjob_using_subcommand list" -l active -d 'Only active Jobs: Pending, Running, Retrying, Blocked, Completing, Failing'
complete -c cyjob -n "__fish_cyjob_using_subcommand list" -l blocked -d 'Only Blocked Jobs'
complete -c cyjob -n "__fish_cyjob_using_subcommand list" -l finished -d 'Only Complete and Failed Jobs'
complete -c cyjob -n "__fish_cyjob_using_subcommand list" -l insecure-skip-tls-verify -d 'Do not check the server\'s certificate for validity; this makes HTTPS connections insecure'
complete -c cyjob -n "__fish_cyjob_using_subcommand list" -l disable-compression -d 'Accepted for compatibility with kubectl: cyjob never requests compression'
complete -c cyjob -n "__fish_cyjob_using_subcommand list" -l demo -d 'Use the built-in example Jobs'
complete -c cyjob -n "__fish_cyjob_using_subcommand list" -l utc -d 'Show times in UTC instead of local time'
complete -c cyjob -n "__fish_cyjob_using_subcommand list" -s v -l verbose -d 'Print more on stderr: each request and the files that --from skipped; -vv also each decision'
complete -c cyjob -n "__fish_cyjob_using_subcommand list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cyjob -n "__fish_cyjob_using_subcommand ls" -s l -l selector -d 'Select Jobs by label, e.g. \'app=report,tier in (a,b)\'' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand ls" -l field-selector -d 'Select Jobs by field, e.g. \'metadata.name!=import\'' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand ls" -l sort-by -d 'Sort order' -r -f -a "name\t'Namespace, then name'
age\t'Newest first'
duration\t'Longest duration first'
state\t'Most urgent first: Failed, Failing, Blocked, …'
failed\t'Most failed pods first'"
complete -c cyjob -n "__fish_cyjob_using_subcommand ls" -l limit -d 'Show at most N Jobs' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand ls" -s o -l output -d 'Output format' -r -f -a "text\t'A report, a table or one line per Job, for people'
wide\t'Text with every detail'
json\t'A versioned document; the README lists its keys'
yaml\t'The JSON document as YAML'
jsonl\t'One JSON object per Job and line'
name\t'job.batch/NAME, for xargs'
junit\t'JUnit XML, for the test reports of CI servers'
github\t'GitHub Actions workflow commands: one annotation per Job'
markdown\t'Markdown for the step summary of GitHub Actions or a ticket'"
complete -c cyjob -n "__fish_cyjob_using_subcommand ls" -l state -d 'Only Jobs in these states; comma-separated, upper or lower case' -r -f -a "Failed\t''
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
complete -c cyjob -n "__fish_cyjob_using_subcommand ls" -l since -d 'Only Jobs that are unfinished or ended within this time, e.g. 30m, 12h or 7d' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand ls" -l owner -d 'Only Jobs with this owner, e.g. cronjob/report' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand ls" -s n -l namespace -d 'Namespace to use [default: the context\'s namespace]' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand ls" -l kubeconfig -d 'Path to the kubeconfig file to use' -r -F
complete -c cyjob -n "__fish_cyjob_using_subcommand ls" -l context -d 'Name of the kubeconfig context to use' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand ls" -l cluster -d 'Name of the kubeconfig cluster to use' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand ls" -l user -d 'Name of the kubeconfig user to use' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand ls" -s s -l server -d 'Address and port of the Kubernetes API server' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand ls" -l token -d 'Bearer token for authentication to the API server' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand ls" -l as -d 'Username to impersonate; can be a service account' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand ls" -l as-group -d 'Group to impersonate; repeatable' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand ls" -l as-uid -d 'UID to impersonate' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand ls" -l as-user-extra -d 'User extra to impersonate; repeatable' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand ls" -l certificate-authority -d 'Path to a certificate file for the certificate authority' -r -F
complete -c cyjob -n "__fish_cyjob_using_subcommand ls" -l client-certificate -d 'Path to a client certificate file for TLS' -r -F
complete -c cyjob -n "__fish_cyjob_using_subcommand ls" -l client-key -d 'Path to a client key file for TLS' -r -F
complete -c cyjob -n "__fish_cyjob_using_subcommand ls" -l tls-server-name -d 'Server name to expect in the server\'s certificate [default: the host of the server\'s URL]' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand ls" -l request-timeout -d 'Time limit for a single server request, e.g. 10s or 1m (0: no limit) [default: 30s]' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand ls" -l cache-dir -d 'Accepted for compatibility with kubectl: cyjob caches nothing' -r -F
complete -c cyjob -n "__fish_cyjob_using_subcommand ls" -l from -d 'Read objects from a file, a directory or - (stdin): kubectl output, must-gather, support bundle; repeatable' -r -F
complete -c cyjob -n "__fish_cyjob_using_subcommand ls" -l now -d 'Show --from or --demo as of this time (RFC 3339) [default: the newest timestamp in the files]' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand ls" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal or if CLICOLOR_FORCE is set, unless NO_COLOR is set'
always\t'In pipes and files too'
never\t'Nowhere'"
complete -c cyjob -n "__fish_cyjob_using_subcommand ls" -l width -d 'Wrap text at this many columns [default: the terminal\'s width; a pipe or file gets whole lines]' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand ls" -s A -l all-namespaces -d 'List Jobs in all namespaces (ignores --namespace); a NAME must then be unique'
complete -c cyjob -n "__fish_cyjob_using_subcommand ls" -l reverse -d 'Reverse the order'
complete -c cyjob -n "__fish_cyjob_using_subcommand ls" -l no-headers -d 'Print neither the column headers nor the summary lines below the table'
complete -c cyjob -n "__fish_cyjob_using_subcommand ls" -s w -l watch -d 'Keep updating as Jobs change: in place on a terminal, otherwise one line per change'
complete -c cyjob -n "__fish_cyjob_using_subcommand ls" -l exit-status -d 'Exit with 0 only if every matching Job is Complete, with 3 if no Job matches'
complete -c cyjob -n "__fish_cyjob_using_subcommand ls" -l failed -d 'Only Failed and Failing Jobs'
complete -c cyjob -n "__fish_cyjob_using_subcommand ls" -l active -d 'Only active Jobs: Pending, Running, Retrying, Blocked, Completing, Failing'
complete -c cyjob -n "__fish_cyjob_using_subcommand ls" -l blocked -d 'Only Blocked Jobs'
complete -c cyjob -n "__fish_cyjob_using_subcommand ls" -l finished -d 'Only Complete and Failed Jobs'
complete -c cyjob -n "__fish_cyjob_using_subcommand ls" -l insecure-skip-tls-verify -d 'Do not check the server\'s certificate for validity; this makes HTTPS connections insecure'
complete -c cyjob -n "__fish_cyjob_using_subcommand ls" -l disable-compression -d 'Accepted for compatibility with kubectl: cyjob never requests compression'
complete -c cyjob -n "__fish_cyjob_using_subcommand ls" -l demo -d 'Use the built-in example Jobs'
complete -c cyjob -n "__fish_cyjob_using_subcommand ls" -l utc -d 'Show times in UTC instead of local time'
complete -c cyjob -n "__fish_cyjob_using_subcommand ls" -s v -l verbose -d 'Print more on stderr: each request and the files that --from skipped; -vv also each decision'
complete -c cyjob -n "__fish_cyjob_using_subcommand ls" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cyjob -n "__fish_cyjob_using_subcommand get" -s l -l selector -d 'Select Jobs by label, e.g. \'app=report,tier in (a,b)\'' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand get" -l field-selector -d 'Select Jobs by field, e.g. \'metadata.name!=import\'' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand get" -l sort-by -d 'Sort order' -r -f -a "name\t'Namespace, then name'
age\t'Newest first'
duration\t'Longest duration first'
state\t'Most urgent first: Failed, Failing, Blocked, …'
failed\t'Most failed pods first'"
complete -c cyjob -n "__fish_cyjob_using_subcommand get" -l limit -d 'Show at most N Jobs' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand get" -s o -l output -d 'Output format' -r -f -a "text\t'A report, a table or one line per Job, for people'
wide\t'Text with every detail'
json\t'A versioned document; the README lists its keys'
yaml\t'The JSON document as YAML'
jsonl\t'One JSON object per Job and line'
name\t'job.batch/NAME, for xargs'
junit\t'JUnit XML, for the test reports of CI servers'
github\t'GitHub Actions workflow commands: one annotation per Job'
markdown\t'Markdown for the step summary of GitHub Actions or a ticket'"
complete -c cyjob -n "__fish_cyjob_using_subcommand get" -l state -d 'Only Jobs in these states; comma-separated, upper or lower case' -r -f -a "Failed\t''
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
complete -c cyjob -n "__fish_cyjob_using_subcommand get" -l since -d 'Only Jobs that are unfinished or ended within this time, e.g. 30m, 12h or 7d' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand get" -l owner -d 'Only Jobs with this owner, e.g. cronjob/report' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand get" -s n -l namespace -d 'Namespace to use [default: the context\'s namespace]' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand get" -l kubeconfig -d 'Path to the kubeconfig file to use' -r -F
complete -c cyjob -n "__fish_cyjob_using_subcommand get" -l context -d 'Name of the kubeconfig context to use' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand get" -l cluster -d 'Name of the kubeconfig cluster to use' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand get" -l user -d 'Name of the kubeconfig user to use' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand get" -s s -l server -d 'Address and port of the Kubernetes API server' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand get" -l token -d 'Bearer token for authentication to the API server' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand get" -l as -d 'Username to impersonate; can be a service account' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand get" -l as-group -d 'Group to impersonate; repeatable' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand get" -l as-uid -d 'UID to impersonate' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand get" -l as-user-extra -d 'User extra to impersonate; repeatable' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand get" -l certificate-authority -d 'Path to a certificate file for the certificate authority' -r -F
complete -c cyjob -n "__fish_cyjob_using_subcommand get" -l client-certificate -d 'Path to a client certificate file for TLS' -r -F
complete -c cyjob -n "__fish_cyjob_using_subcommand get" -l client-key -d 'Path to a client key file for TLS' -r -F
complete -c cyjob -n "__fish_cyjob_using_subcommand get" -l tls-server-name -d 'Server name to expect in the server\'s certificate [default: the host of the server\'s URL]' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand get" -l request-timeout -d 'Time limit for a single server request, e.g. 10s or 1m (0: no limit) [default: 30s]' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand get" -l cache-dir -d 'Accepted for compatibility with kubectl: cyjob caches nothing' -r -F
complete -c cyjob -n "__fish_cyjob_using_subcommand get" -l from -d 'Read objects from a file, a directory or - (stdin): kubectl output, must-gather, support bundle; repeatable' -r -F
complete -c cyjob -n "__fish_cyjob_using_subcommand get" -l now -d 'Show --from or --demo as of this time (RFC 3339) [default: the newest timestamp in the files]' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand get" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal or if CLICOLOR_FORCE is set, unless NO_COLOR is set'
always\t'In pipes and files too'
never\t'Nowhere'"
complete -c cyjob -n "__fish_cyjob_using_subcommand get" -l width -d 'Wrap text at this many columns [default: the terminal\'s width; a pipe or file gets whole lines]' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand get" -s A -l all-namespaces -d 'List Jobs in all namespaces (ignores --namespace); a NAME must then be unique'
complete -c cyjob -n "__fish_cyjob_using_subcommand get" -l reverse -d 'Reverse the order'
complete -c cyjob -n "__fish_cyjob_using_subcommand get" -l no-headers -d 'Print neither the column headers nor the summary lines below the table'
complete -c cyjob -n "__fish_cyjob_using_subcommand get" -s w -l watch -d 'Keep updating as Jobs change: in place on a terminal, otherwise one line per change'
complete -c cyjob -n "__fish_cyjob_using_subcommand get" -l exit-status -d 'Exit with 0 only if every matching Job is Complete, with 3 if no Job matches'
complete -c cyjob -n "__fish_cyjob_using_subcommand get" -l failed -d 'Only Failed and Failing Jobs'
complete -c cyjob -n "__fish_cyjob_using_subcommand get" -l active -d 'Only active Jobs: Pending, Running, Retrying, Blocked, Completing, Failing'
complete -c cyjob -n "__fish_cyjob_using_subcommand get" -l blocked -d 'Only Blocked Jobs'
complete -c cyjob -n "__fish_cyjob_using_subcommand get" -l finished -d 'Only Complete and Failed Jobs'
complete -c cyjob -n "__fish_cyjob_using_subcommand get" -l insecure-skip-tls-verify -d 'Do not check the server\'s certificate for validity; this makes HTTPS connections insecure'
complete -c cyjob -n "__fish_cyjob_using_subcommand get" -l disable-compression -d 'Accepted for compatibility with kubectl: cyjob never requests compression'
complete -c cyjob -n "__fish_cyjob_using_subcommand get" -l demo -d 'Use the built-in example Jobs'
complete -c cyjob -n "__fish_cyjob_using_subcommand get" -l utc -d 'Show times in UTC instead of local time'
complete -c cyjob -n "__fish_cyjob_using_subcommand get" -s v -l verbose -d 'Print more on stderr: each request and the files that --from skipped; -vv also each decision'
complete -c cyjob -n "__fish_cyjob_using_subcommand get" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cyjob -n "__fish_cyjob_using_subcommand logs" -s l -l selector -d 'Select Jobs by label, e.g. \'app=report,tier in (a,b)\'' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand logs" -s o -l output -d 'Output format' -r -f -a "text\t'Lines as the containers wrote them'
json\t'One JSON object per line; the README lists its keys'"
complete -c cyjob -n "__fish_cyjob_using_subcommand logs" -l save -d 'Also save each complete log to a file in this directory, with an index' -r -F
complete -c cyjob -n "__fish_cyjob_using_subcommand logs" -l timeout -d 'Give up after this time, e.g. 90s or 1h [default: no limit]' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand logs" -l max-streams -d 'Read at most N logs at the same time [default: 100; 500 with --merge]' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand logs" -l attempt -d 'Only logs of this attempt (Indexed Job: at each index): first, last, or a number from 1' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand logs" -l index -d 'Only logs of these indexes of an Indexed Job, e.g. 3,7-9' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand logs" -l pod -d 'Only logs of this pod' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand logs" -s c -l container -d 'Only logs of this container (init containers and sidecars too); repeatable' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand logs" -l container-regex -d 'Only logs of containers whose name matches; adds to --container' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand logs" -l all-containers -d 'A flag of kubectl; always true for cyjob' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand logs" -l all-pods -d 'A flag of kubectl; always true for cyjob' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand logs" -l since -d 'Only lines newer than this, e.g. 30s, 5m or 1h30m (0: all)' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand logs" -l since-time -d 'Only lines since this time (RFC 3339), e.g. 2026-11-23T18:30:00Z' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand logs" -l tail -d 'Only the last N lines of each container (-1: all)' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand logs" -l limit-bytes -d 'At most N bytes of each container (0: no limit)' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand logs" -l grep -d 'Only lines that match' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand logs" -s C -l grep-context -d 'With --grep: also print N lines of the same log before and after each match' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand logs" -l prefix -d 'Prefix each line with its pod and container; without a value: always' -r -f -a "auto\t'If there can be more than one log'
always\t'On every line'
never\t'On no line'"
complete -c cyjob -n "__fish_cyjob_using_subcommand logs" -s H -l highlight -d 'Highlight matches where colours are on; --grep highlights its own matches' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand logs" -s n -l namespace -d 'Namespace to use [default: the context\'s namespace]' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand logs" -l kubeconfig -d 'Path to the kubeconfig file to use' -r -F
complete -c cyjob -n "__fish_cyjob_using_subcommand logs" -l context -d 'Name of the kubeconfig context to use' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand logs" -l cluster -d 'Name of the kubeconfig cluster to use' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand logs" -l user -d 'Name of the kubeconfig user to use' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand logs" -s s -l server -d 'Address and port of the Kubernetes API server' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand logs" -l token -d 'Bearer token for authentication to the API server' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand logs" -l as -d 'Username to impersonate; can be a service account' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand logs" -l as-group -d 'Group to impersonate; repeatable' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand logs" -l as-uid -d 'UID to impersonate' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand logs" -l as-user-extra -d 'User extra to impersonate; repeatable' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand logs" -l certificate-authority -d 'Path to a certificate file for the certificate authority' -r -F
complete -c cyjob -n "__fish_cyjob_using_subcommand logs" -l client-certificate -d 'Path to a client certificate file for TLS' -r -F
complete -c cyjob -n "__fish_cyjob_using_subcommand logs" -l client-key -d 'Path to a client key file for TLS' -r -F
complete -c cyjob -n "__fish_cyjob_using_subcommand logs" -l tls-server-name -d 'Server name to expect in the server\'s certificate [default: the host of the server\'s URL]' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand logs" -l request-timeout -d 'Time limit for a single server request, e.g. 10s or 1m (0: no limit) [default: 30s]' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand logs" -l cache-dir -d 'Accepted for compatibility with kubectl: cyjob caches nothing' -r -F
complete -c cyjob -n "__fish_cyjob_using_subcommand logs" -l from -d 'Read objects from a file, a directory or - (stdin): kubectl output, must-gather, support bundle; repeatable' -r -F
complete -c cyjob -n "__fish_cyjob_using_subcommand logs" -l now -d 'Show --from or --demo as of this time (RFC 3339) [default: the newest timestamp in the files]' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand logs" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal or if CLICOLOR_FORCE is set, unless NO_COLOR is set'
always\t'In pipes and files too'
never\t'Nowhere'"
complete -c cyjob -n "__fish_cyjob_using_subcommand logs" -l width -d 'Wrap text at this many columns [default: the terminal\'s width; a pipe or file gets whole lines]' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand logs" -s A -l all-namespaces -d 'Search all namespaces (ignores --namespace); a NAME must then be unique'
complete -c cyjob -n "__fish_cyjob_using_subcommand logs" -s f -l follow -d 'Stream the logs until the Jobs have ended; pods that start later are included'
complete -c cyjob -n "__fish_cyjob_using_subcommand logs" -l exit-status -d 'Exit with 0 only if every Job is Complete, otherwise with 1'
complete -c cyjob -n "__fish_cyjob_using_subcommand logs" -l failed -d 'Only logs of failed pods, and of failed containers that were restarted'
complete -c cyjob -n "__fish_cyjob_using_subcommand logs" -s p -l previous -d 'Also print the previous instance of restarted containers'
complete -c cyjob -n "__fish_cyjob_using_subcommand logs" -l invert -d 'With --grep: only lines that do not match'
complete -c cyjob -n "__fish_cyjob_using_subcommand logs" -s t -l timestamps -d 'Prefix each line with its timestamp, in local time (or UTC with --utc)'
complete -c cyjob -n "__fish_cyjob_using_subcommand logs" -l merge -d 'Sort the lines of all logs by timestamp instead of printing one log after the other'
complete -c cyjob -n "__fish_cyjob_using_subcommand logs" -l raw -d 'Print control characters as they are on a terminal, and no lines for GitHub Actions; pipes and files always get the bytes unchanged'
complete -c cyjob -n "__fish_cyjob_using_subcommand logs" -l insecure-skip-tls-verify -d 'Do not check the server\'s certificate for validity; this makes HTTPS connections insecure'
complete -c cyjob -n "__fish_cyjob_using_subcommand logs" -l disable-compression -d 'Accepted for compatibility with kubectl: cyjob never requests compression'
complete -c cyjob -n "__fish_cyjob_using_subcommand logs" -l demo -d 'Use the built-in example Jobs'
complete -c cyjob -n "__fish_cyjob_using_subcommand logs" -l utc -d 'Show times in UTC instead of local time'
complete -c cyjob -n "__fish_cyjob_using_subcommand logs" -s v -l verbose -d 'Print more on stderr: each request and the files that --from skipped; -vv also each decision'
complete -c cyjob -n "__fish_cyjob_using_subcommand logs" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cyjob -n "__fish_cyjob_using_subcommand help" -s n -l namespace -d 'Namespace to use [default: the context\'s namespace]' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand help" -l kubeconfig -d 'Path to the kubeconfig file to use' -r -F
complete -c cyjob -n "__fish_cyjob_using_subcommand help" -l context -d 'Name of the kubeconfig context to use' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand help" -l cluster -d 'Name of the kubeconfig cluster to use' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand help" -l user -d 'Name of the kubeconfig user to use' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand help" -s s -l server -d 'Address and port of the Kubernetes API server' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand help" -l token -d 'Bearer token for authentication to the API server' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand help" -l as -d 'Username to impersonate; can be a service account' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand help" -l as-group -d 'Group to impersonate; repeatable' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand help" -l as-uid -d 'UID to impersonate' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand help" -l as-user-extra -d 'User extra to impersonate; repeatable' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand help" -l certificate-authority -d 'Path to a certificate file for the certificate authority' -r -F
complete -c cyjob -n "__fish_cyjob_using_subcommand help" -l client-certificate -d 'Path to a client certificate file for TLS' -r -F
complete -c cyjob -n "__fish_cyjob_using_subcommand help" -l client-key -d 'Path to a client key file for TLS' -r -F
complete -c cyjob -n "__fish_cyjob_using_subcommand help" -l tls-server-name -d 'Server name to expect in the server\'s certificate [default: the host of the server\'s URL]' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand help" -l request-timeout -d 'Time limit for a single server request, e.g. 10s or 1m (0: no limit) [default: 30s]' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand help" -l cache-dir -d 'Accepted for compatibility with kubectl: cyjob caches nothing' -r -F
complete -c cyjob -n "__fish_cyjob_using_subcommand help" -l from -d 'Read objects from a file, a directory or - (stdin): kubectl output, must-gather, support bundle; repeatable' -r -F
complete -c cyjob -n "__fish_cyjob_using_subcommand help" -l now -d 'Show --from or --demo as of this time (RFC 3339) [default: the newest timestamp in the files]' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand help" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal or if CLICOLOR_FORCE is set, unless NO_COLOR is set'
always\t'In pipes and files too'
never\t'Nowhere'"
complete -c cyjob -n "__fish_cyjob_using_subcommand help" -l width -d 'Wrap text at this many columns [default: the terminal\'s width; a pipe or file gets whole lines]' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand help" -l insecure-skip-tls-verify -d 'Do not check the server\'s certificate for validity; this makes HTTPS connections insecure'
complete -c cyjob -n "__fish_cyjob_using_subcommand help" -l disable-compression -d 'Accepted for compatibility with kubectl: cyjob never requests compression'
complete -c cyjob -n "__fish_cyjob_using_subcommand help" -l demo -d 'Use the built-in example Jobs'
complete -c cyjob -n "__fish_cyjob_using_subcommand help" -l utc -d 'Show times in UTC instead of local time'
complete -c cyjob -n "__fish_cyjob_using_subcommand help" -s v -l verbose -d 'Print more on stderr: each request and the files that --from skipped; -vv also each decision'
complete -c cyjob -n "__fish_cyjob_using_subcommand help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cyjob -n "__fish_cyjob_using_subcommand schema" -s n -l namespace -d 'Namespace to use [default: the context\'s namespace]' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand schema" -l kubeconfig -d 'Path to the kubeconfig file to use' -r -F
complete -c cyjob -n "__fish_cyjob_using_subcommand schema" -l context -d 'Name of the kubeconfig context to use' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand schema" -l cluster -d 'Name of the kubeconfig cluster to use' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand schema" -l user -d 'Name of the kubeconfig user to use' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand schema" -s s -l server -d 'Address and port of the Kubernetes API server' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand schema" -l token -d 'Bearer token for authentication to the API server' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand schema" -l as -d 'Username to impersonate; can be a service account' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand schema" -l as-group -d 'Group to impersonate; repeatable' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand schema" -l as-uid -d 'UID to impersonate' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand schema" -l as-user-extra -d 'User extra to impersonate; repeatable' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand schema" -l certificate-authority -d 'Path to a certificate file for the certificate authority' -r -F
complete -c cyjob -n "__fish_cyjob_using_subcommand schema" -l client-certificate -d 'Path to a client certificate file for TLS' -r -F
complete -c cyjob -n "__fish_cyjob_using_subcommand schema" -l client-key -d 'Path to a client key file for TLS' -r -F
complete -c cyjob -n "__fish_cyjob_using_subcommand schema" -l tls-server-name -d 'Server name to expect in the server\'s certificate [default: the host of the server\'s URL]' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand schema" -l request-timeout -d 'Time limit for a single server request, e.g. 10s or 1m (0: no limit) [default: 30s]' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand schema" -l cache-dir -d 'Accepted for compatibility with kubectl: cyjob caches nothing' -r -F
complete -c cyjob -n "__fish_cyjob_using_subcommand schema" -l from -d 'Read objects from a file, a directory or - (stdin): kubectl output, must-gather, support bundle; repeatable' -r -F
complete -c cyjob -n "__fish_cyjob_using_subcommand schema" -l now -d 'Show --from or --demo as of this time (RFC 3339) [default: the newest timestamp in the files]' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand schema" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal or if CLICOLOR_FORCE is set, unless NO_COLOR is set'
always\t'In pipes and files too'
never\t'Nowhere'"
complete -c cyjob -n "__fish_cyjob_using_subcommand schema" -l width -d 'Wrap text at this many columns [default: the terminal\'s width; a pipe or file gets whole lines]' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand schema" -l insecure-skip-tls-verify -d 'Do not check the server\'s certificate for validity; this makes HTTPS connections insecure'
complete -c cyjob -n "__fish_cyjob_using_subcommand schema" -l disable-compression -d 'Accepted for compatibility with kubectl: cyjob never requests compression'
complete -c cyjob -n "__fish_cyjob_using_subcommand schema" -l demo -d 'Use the built-in example Jobs'
complete -c cyjob -n "__fish_cyjob_using_subcommand schema" -l utc -d 'Show times in UTC instead of local time'
complete -c cyjob -n "__fish_cyjob_using_subcommand schema" -s v -l verbose -d 'Print more on stderr: each request and the files that --from skipped; -vv also each decision'
complete -c cyjob -n "__fish_cyjob_using_subcommand schema" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cyjob -n "__fish_cyjob_using_subcommand version" -s o -l output -d 'Output format' -r -f -a "text\t'A report, a table or one line per Job, for people'
json\t'A versioned document; the README lists its keys'
yaml\t'The JSON document as YAML'"
complete -c cyjob -n "__fish_cyjob_using_subcommand version" -s n -l namespace -d 'Namespace to use [default: the context\'s namespace]' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand version" -l kubeconfig -d 'Path to the kubeconfig file to use' -r -F
complete -c cyjob -n "__fish_cyjob_using_subcommand version" -l context -d 'Name of the kubeconfig context to use' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand version" -l cluster -d 'Name of the kubeconfig cluster to use' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand version" -l user -d 'Name of the kubeconfig user to use' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand version" -s s -l server -d 'Address and port of the Kubernetes API server' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand version" -l token -d 'Bearer token for authentication to the API server' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand version" -l as -d 'Username to impersonate; can be a service account' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand version" -l as-group -d 'Group to impersonate; repeatable' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand version" -l as-uid -d 'UID to impersonate' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand version" -l as-user-extra -d 'User extra to impersonate; repeatable' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand version" -l certificate-authority -d 'Path to a certificate file for the certificate authority' -r -F
complete -c cyjob -n "__fish_cyjob_using_subcommand version" -l client-certificate -d 'Path to a client certificate file for TLS' -r -F
complete -c cyjob -n "__fish_cyjob_using_subcommand version" -l client-key -d 'Path to a client key file for TLS' -r -F
complete -c cyjob -n "__fish_cyjob_using_subcommand version" -l tls-server-name -d 'Server name to expect in the server\'s certificate [default: the host of the server\'s URL]' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand version" -l request-timeout -d 'Time limit for a single server request, e.g. 10s or 1m (0: no limit) [default: 30s]' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand version" -l cache-dir -d 'Accepted for compatibility with kubectl: cyjob caches nothing' -r -F
complete -c cyjob -n "__fish_cyjob_using_subcommand version" -l from -d 'Read objects from a file, a directory or - (stdin): kubectl output, must-gather, support bundle; repeatable' -r -F
complete -c cyjob -n "__fish_cyjob_using_subcommand version" -l now -d 'Show --from or --demo as of this time (RFC 3339) [default: the newest timestamp in the files]' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand version" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal or if CLICOLOR_FORCE is set, unless NO_COLOR is set'
always\t'In pipes and files too'
never\t'Nowhere'"
complete -c cyjob -n "__fish_cyjob_using_subcommand version" -l width -d 'Wrap text at this many columns [default: the terminal\'s width; a pipe or file gets whole lines]' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand version" -l client -d 'Do not ask the server'
complete -c cyjob -n "__fish_cyjob_using_subcommand version" -l insecure-skip-tls-verify -d 'Do not check the server\'s certificate for validity; this makes HTTPS connections insecure'
complete -c cyjob -n "__fish_cyjob_using_subcommand version" -l disable-compression -d 'Accepted for compatibility with kubectl: cyjob never requests compression'
complete -c cyjob -n "__fish_cyjob_using_subcommand version" -l demo -d 'Use the built-in example Jobs'
complete -c cyjob -n "__fish_cyjob_using_subcommand version" -l utc -d 'Show times in UTC instead of local time'
complete -c cyjob -n "__fish_cyjob_using_subcommand version" -s v -l verbose -d 'Print more on stderr: each request and the files that --from skipped; -vv also each decision'
complete -c cyjob -n "__fish_cyjob_using_subcommand version" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cyjob -n "__fish_cyjob_using_subcommand completions" -s n -l namespace -d 'Namespace to use [default: the context\'s namespace]' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand completions" -l kubeconfig -d 'Path to the kubeconfig file to use' -r -F
complete -c cyjob -n "__fish_cyjob_using_subcommand completions" -l context -d 'Name of the kubeconfig context to use' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand completions" -l cluster -d 'Name of the kubeconfig cluster to use' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand completions" -l user -d 'Name of the kubeconfig user to use' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand completions" -s s -l server -d 'Address and port of the Kubernetes API server' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand completions" -l token -d 'Bearer token for authentication to the API server' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand completions" -l as -d 'Username to impersonate; can be a service account' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand completions" -l as-group -d 'Group to impersonate; repeatable' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand completions" -l as-uid -d 'UID to impersonate' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand completions" -l as-user-extra -d 'User extra to impersonate; repeatable' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand completions" -l certificate-authority -d 'Path to a certificate file for the certificate authority' -r -F
complete -c cyjob -n "__fish_cyjob_using_subcommand completions" -l client-certificate -d 'Path to a client certificate file for TLS' -r -F
complete -c cyjob -n "__fish_cyjob_using_subcommand completions" -l client-key -d 'Path to a client key file for TLS' -r -F
complete -c cyjob -n "__fish_cyjob_using_subcommand completions" -l tls-server-name -d 'Server name to expect in the server\'s certificate [default: the host of the server\'s URL]' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand completions" -l request-timeout -d 'Time limit for a single server request, e.g. 10s or 1m (0: no limit) [default: 30s]' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand completions" -l cache-dir -d 'Accepted for compatibility with kubectl: cyjob caches nothing' -r -F
complete -c cyjob -n "__fish_cyjob_using_subcommand completions" -l from -d 'Read objects from a file, a directory or - (stdin): kubectl output, must-gather, support bundle; repeatable' -r -F
complete -c cyjob -n "__fish_cyjob_using_subcommand completions" -l now -d 'Show --from or --demo as of this time (RFC 3339) [default: the newest timestamp in the files]' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand completions" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal or if CLICOLOR_FORCE is set, unless NO_COLOR is set'
always\t'In pipes and files too'
never\t'Nowhere'"
complete -c cyjob -n "__fish_cyjob_using_subcommand completions" -l width -d 'Wrap text at this many columns [default: the terminal\'s width; a pipe or file gets whole lines]' -r
complete -c cyjob -n "__fish_cyjob_using_subcommand completions" -l insecure-skip-tls-verify -d 'Do not check the server\'s certificate for validity; this makes HTTPS connections insecure'
complete -c cyjob -n "__fish_cyjob_using_subcommand completions" -l disable-compression -d 'Accepted for compatibility with kubectl: cyjob never requests compression'
complete -c cyjob -n "__fish_cyjob_using_subcommand completions" -l demo -d 'Use the built-in example Jobs'
complete -c cyjob -n "__fish_cyjob_using_subcommand completions" -l utc -d 'Show times in UTC instead of local time'
complete -c cyjob -n "__fish_cyjob_using_subcommand completions" -s v -l verbose -d 'Print more on stderr: each request and the files that --from skipped; -vv also each decision'
complete -c cyjob -n "__fish_cyjob_using_subcommand completions" -s h -l help -d 'Print help (see more with \'--help\')'

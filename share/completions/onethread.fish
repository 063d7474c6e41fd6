# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_onethread_global_optspecs
    string join \n color= h/help V/version
end

function __fish_onethread_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_onethread_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_onethread_using_subcommand
    set -l cmd (__fish_onethread_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c onethread -n "__fish_onethread_needs_command" -l color -d 'When to color the output; `auto` colors on a terminal and honors NO_COLOR' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c onethread -n "__fish_onethread_needs_command" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c onethread -n "__fish_onethread_needs_command" -s V -l version -d 'Print version'
complete -c onethread -n "__fish_onethread_needs_command" -f -a "init" -d 'Write an organization\'s files from spreadsheets, or bring them up to date with newer ones'
complete -c onethread -n "__fish_onethread_needs_command" -f -a "review" -d 'Answer the model\'s questions for every live initiative, and say what would change the answers'
complete -c onethread -n "__fish_onethread_needs_command" -f -a "check" -d 'Check the organization\'s files and evidence against rules, and fix what can be fixed'
complete -c onethread -n "__fish_onethread_needs_command" -f -a "show" -d 'Show one matter as a table: what it rests on, and the changes behind every row'
complete -c onethread -n "__fish_onethread_needs_command" -f -a "what-if" -d 'Show what would differ if a leader, a member, an owner or a gate changed. Nothing is written'
complete -c onethread -n "__fish_onethread_needs_command" -f -a "evidence" -d 'Say what became of every record of every source'
complete -c onethread -n "__fish_onethread_needs_command" -f -a "import" -d 'Bring evidence in: name it in the settings, read it, and say what became of every record'
complete -c onethread -n "__fish_onethread_needs_command" -f -a "explain" -d 'Explain a criterion, a measure, a rule or a form; without a name, list them'
complete -c onethread -n "__fish_onethread_needs_command" -f -a "ask" -d 'Write one page of questions for an initiative: those that evidence cannot answer'
complete -c onethread -n "__fish_onethread_needs_command" -f -a "attest" -d 'Put a name and a date to an answer that no other evidence can give'
complete -c onethread -n "__fish_onethread_needs_command" -f -a "schema" -d 'Print the JSON Schema of a file that is read or written'
complete -c onethread -n "__fish_onethread_needs_command" -f -a "completions" -d 'Print a script that completes the words of this program in a shell'
complete -c onethread -n "__fish_onethread_needs_command" -f -a "man" -d 'Print a page for `man`, or write all of them'
complete -c onethread -n "__fish_onethread_needs_command" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c onethread -n "__fish_onethread_using_subcommand init" -l from -d 'Spreadsheets: a roster, a list of initiatives, or a workbook with both. CSV or XLSX, with commas between names' -r -F
complete -c onethread -n "__fish_onethread_using_subcommand init" -l accept -d 'Write these candidates into `org/initiatives.toml`; `--dry-run` lists them. With commas between ids' -r
complete -c onethread -n "__fish_onethread_using_subcommand init" -l ci -d 'Write what runs `onethread check` for every change: a workflow, a job, or a hook. Nothing is written over' -r -f -a "github\t'GitHub Actions'
gitlab\t'GitLab CI/CD'
pre-commit\t'Before a commit, by pre-commit or prek'"
complete -c onethread -n "__fish_onethread_using_subcommand init" -l name -d 'Name of the organization; that of the folder when absent' -r
complete -c onethread -n "__fish_onethread_using_subcommand init" -l column -d 'Say what a column is, as in "Squad name=team"; `=skip` leaves one out' -r
complete -c onethread -n "__fish_onethread_using_subcommand init" -l status -d 'Say what a status means, as in "Accepted=live"; or done, dropped, paused, planned' -r
complete -c onethread -n "__fish_onethread_using_subcommand init" -l dates -d 'How days such as 03/04/2026 are meant, where no cell tells' -r -f -a "day-first\t'03/04/2026 is the third of April'
month-first\t'03/04/2026 is the fourth of March'"
complete -c onethread -n "__fish_onethread_using_subcommand init" -l as-of -d 'The day on which the spreadsheets are true; today when absent' -r
complete -c onethread -n "__fish_onethread_using_subcommand init" -l color -d 'When to color the output; `auto` colors on a terminal and honors NO_COLOR' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c onethread -n "__fish_onethread_using_subcommand init" -l yes -d 'Write without asking'
complete -c onethread -n "__fish_onethread_using_subcommand init" -l dry-run -d 'Only show what would be written'
complete -c onethread -n "__fish_onethread_using_subcommand init" -l keep-names -d 'Make ids from the names of people where the sheet has nothing else, instead of seats or pseudonyms'
complete -c onethread -n "__fish_onethread_using_subcommand init" -l keep-local-parts -d 'Make ids from the part of an e-mail address before the @, where the sheet has nothing else'
complete -c onethread -n "__fish_onethread_using_subcommand init" -l theirs -d 'Where both a file and the spreadsheet changed a value, take that of the spreadsheet'
complete -c onethread -n "__fish_onethread_using_subcommand init" -l end-gone -d 'End initiatives that the spreadsheets list no more, on the day of the spreadsheets; else they count as live'
complete -c onethread -n "__fish_onethread_using_subcommand init" -l remove-gone -d 'Take entries out that the spreadsheets have no more and that nothing else names'
complete -c onethread -n "__fish_onethread_using_subcommand init" -l all -d 'Show everything that is odd in the spreadsheets, and not only the first of it'
complete -c onethread -n "__fish_onethread_using_subcommand init" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c onethread -n "__fish_onethread_using_subcommand init" -s V -l version -d 'Print version'
complete -c onethread -n "__fish_onethread_using_subcommand review" -l initiative -d 'Review one initiative in depth' -r
complete -c onethread -n "__fish_onethread_using_subcommand review" -l as-of -d 'Review as known at the end of this day, with the organization\'s files as git had them then; the last day of the evidence, with the files on disk, when absent' -r
complete -c onethread -n "__fish_onethread_using_subcommand review" -l since -d 'Tell what changed since the end of this day, and why' -r
complete -c onethread -n "__fish_onethread_using_subcommand review" -l format -d 'The form of the output. When absent, the ending of the file that `--output` names says it, such as `.html`; else `text`' -r -f -a "text\t'For people'
json\t'For programs; versioned by `schema_version`'
html\t'For people: one file with charts, to read in a browser, to send and to print'"
complete -c onethread -n "__fish_onethread_using_subcommand review" -s o -l output -d 'Write to this file instead of standard output; it is replaced as a whole or not at all' -r -F
complete -c onethread -n "__fish_onethread_using_subcommand review" -l fail-on -d 'Exit with 1 when something of this level or worse is found: `error` for input that could not be understood, `warning` also for a criterion that fails' -r -f -a "never\t'Nothing'
error\t'Input that could not be understood'
warning\t'That, and anything that deserves attention'"
complete -c onethread -n "__fish_onethread_using_subcommand review" -l color -d 'When to color the output; `auto` colors on a terminal and honors NO_COLOR' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c onethread -n "__fish_onethread_using_subcommand review" -l all -d 'List every initiative'
complete -c onethread -n "__fish_onethread_using_subcommand review" -l threats -d 'Say what could be wrong with this very report, instead of the report'
complete -c onethread -n "__fish_onethread_using_subcommand review" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c onethread -n "__fish_onethread_using_subcommand review" -s V -l version -d 'Print version'
complete -c onethread -n "__fish_onethread_using_subcommand check" -l select -d 'Rules to run instead of those of the settings: codes, beginnings of codes, names, or ALL. With commas between' -r
complete -c onethread -n "__fish_onethread_using_subcommand check" -l extend-select -d 'Rules to run beside the others' -r
complete -c onethread -n "__fish_onethread_using_subcommand check" -l ignore -d 'Rules to leave out' -r
complete -c onethread -n "__fish_onethread_using_subcommand check" -l format -d 'The form of the output. When absent, the ending of the file that `--output` names says it: `.html`, `.md`, `.sarif`, `.txt`, or `.json`, which is `gitlab` where GITLAB_CI is `true`. Without a file, `full`, and `github` where GITHUB_ACTIONS is `true`' -r -f -a "full\t'For people: each finding with the line that it speaks of'
concise\t'For people and editors: a line for each finding'
json\t'For programs; versioned by `schema_version`'
sarif\t'SARIF 2.1.0, for code scanning'
github\t'Annotations of GitHub Actions, and the summary of the job'
gitlab\t'The code quality report of GitLab'
markdown\t'For a comment or a page'
html\t'For people who use neither git nor a terminal: who must do what by when'"
complete -c onethread -n "__fish_onethread_using_subcommand check" -s o -l output -d 'Write to this file instead of standard output; it is replaced as a whole or not at all' -r -F
complete -c onethread -n "__fish_onethread_using_subcommand check" -l fail-on -d 'Exit with 1 when something of this level or a worse one is found' -r -f -a "error\t'The model does not hold, or a file could not be understood'
warning\t'Most likely a defect'
info\t'Worth a look'
never\t'Nothing'"
complete -c onethread -n "__fish_onethread_using_subcommand check" -l baseline -d 'A file of findings that are known and not told again; the one of the settings when absent' -r -F
complete -c onethread -n "__fish_onethread_using_subcommand check" -l owner -d 'Who accepts them' -r
complete -c onethread -n "__fish_onethread_using_subcommand check" -l until -d 'The day on which that ends' -r
complete -c onethread -n "__fish_onethread_using_subcommand check" -l reason -d 'Why they are accepted' -r
complete -c onethread -n "__fish_onethread_using_subcommand check" -l since -d 'Tell only what the organization\'s files gained and lost since this git revision, such as `origin/main`. Settings and evidence are as of now on both sides' -r
complete -c onethread -n "__fish_onethread_using_subcommand check" -l as-of -d 'Check as known at the end of this day, with the organization\'s files as git had them then; the last day of the evidence, with the files on disk, when absent' -r
complete -c onethread -n "__fish_onethread_using_subcommand check" -l color -d 'When to color the output; `auto` colors on a terminal and honors NO_COLOR' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c onethread -n "__fish_onethread_using_subcommand check" -l all -d 'Show every finding whole, and not only the first of each rule that has many'
complete -c onethread -n "__fish_onethread_using_subcommand check" -l exit-zero -d 'Exit with 0 whatever is found'
complete -c onethread -n "__fish_onethread_using_subcommand check" -l fix -d 'Fix what can be fixed without losing anything that somebody meant'
complete -c onethread -n "__fish_onethread_using_subcommand check" -l unsafe-fixes -d 'Fix also what somebody has to look at afterwards'
complete -c onethread -n "__fish_onethread_using_subcommand check" -l diff -d 'Show how it would be fixed, and write nothing'
complete -c onethread -n "__fish_onethread_using_subcommand check" -l write-baseline -d 'Write all findings into the baseline: from then on only new ones are told'
complete -c onethread -n "__fish_onethread_using_subcommand check" -l add-waivers -d 'Accept all findings for a time: write a waiver for each into `org/waivers.toml`'
complete -c onethread -n "__fish_onethread_using_subcommand check" -l show-settings -d 'Say for every rule whether it is run, at which level, with which options, and where that was said'
complete -c onethread -n "__fish_onethread_using_subcommand check" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c onethread -n "__fish_onethread_using_subcommand check" -s V -l version -d 'Print version'
complete -c onethread -n "__fish_onethread_using_subcommand show" -l for -d 'Only rows about all of these, with what lies behind them. With commas between ids' -r
complete -c onethread -n "__fish_onethread_using_subcommand show" -l initiative -d 'Only this initiative' -r
complete -c onethread -n "__fish_onethread_using_subcommand show" -l level -d 'Whether the rows are teams or components' -r -f -a "team\t'Teams'
component\t'Components, or the parts of repositories'"
complete -c onethread -n "__fish_onethread_using_subcommand show" -l as-of -d 'As known at the end of this day, with the organization\'s files as git had them then; the last day of the evidence, with the files on disk, when absent' -r
complete -c onethread -n "__fish_onethread_using_subcommand show" -l over -d 'Count the days up to then, so many of them, such as 180' -r
complete -c onethread -n "__fish_onethread_using_subcommand show" -l top -d 'Rows to show in a table; other forms have all' -r
complete -c onethread -n "__fish_onethread_using_subcommand show" -l definition -d 'Which definition to use, where there are several' -r
complete -c onethread -n "__fish_onethread_using_subcommand show" -l order -d 'In which order to draw a matrix' -r
complete -c onethread -n "__fish_onethread_using_subcommand show" -l format -d 'The form of the output. When absent, the ending of the file that `--output` names says it, such as `.csv`; else `table`' -r -f -a "table\t'For people, on a terminal'
json\t'For programs; versioned by `schema_version`'
csv\t'For spreadsheets'
svg\t'The pictures alone'
html\t'For people: one file to read in a browser, with what lies behind each row'"
complete -c onethread -n "__fish_onethread_using_subcommand show" -s o -l output -d 'Write to this file instead of standard output; it is replaced as a whole or not at all. The bare name of a form, such as `csv`, is taken as `--format`; a file of that name is `./csv`' -r -F
complete -c onethread -n "__fish_onethread_using_subcommand show" -l color -d 'When to color the output; `auto` colors on a terminal and honors NO_COLOR' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c onethread -n "__fish_onethread_using_subcommand show" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c onethread -n "__fish_onethread_using_subcommand show" -s V -l version -d 'Print version'
complete -c onethread -n "__fish_onethread_using_subcommand what-if" -l as-of -d 'The day to look at; the last day of the evidence when absent' -r
complete -c onethread -n "__fish_onethread_using_subcommand what-if" -l format -d '`text` or `json`' -r -f -a "text\t'For people'
json\t'For programs; versioned by `schema_version`'
html\t'For people: one file with charts, to read in a browser, to send and to print'"
complete -c onethread -n "__fish_onethread_using_subcommand what-if" -s o -l output -d 'Write to this file instead of standard output; its ending may say the form' -r -F
complete -c onethread -n "__fish_onethread_using_subcommand what-if" -l color -d 'When to color the output; `auto` colors on a terminal and honors NO_COLOR' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c onethread -n "__fish_onethread_using_subcommand what-if" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c onethread -n "__fish_onethread_using_subcommand what-if" -s V -l version -d 'Print version'
complete -c onethread -n "__fish_onethread_using_subcommand evidence" -l color -d 'When to color the output; `auto` colors on a terminal and honors NO_COLOR' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c onethread -n "__fish_onethread_using_subcommand evidence" -l all -d 'Show every rejected record, not only the first few of each source'
complete -c onethread -n "__fish_onethread_using_subcommand evidence" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c onethread -n "__fish_onethread_using_subcommand evidence" -s V -l version -d 'Print version'
complete -c onethread -n "__fish_onethread_using_subcommand import; and not __fish_seen_subcommand_from git help" -l color -d 'When to color the output; `auto` colors on a terminal and honors NO_COLOR' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c onethread -n "__fish_onethread_using_subcommand import; and not __fish_seen_subcommand_from git help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c onethread -n "__fish_onethread_using_subcommand import; and not __fish_seen_subcommand_from git help" -s V -l version -d 'Print version'
complete -c onethread -n "__fish_onethread_using_subcommand import; and not __fish_seen_subcommand_from git help" -f -a "git" -d 'Git repositories, bare or not. Nothing in them is run'
complete -c onethread -n "__fish_onethread_using_subcommand import; and not __fish_seen_subcommand_from git help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c onethread -n "__fish_onethread_using_subcommand import; and __fish_seen_subcommand_from git" -l folder -d 'Folder with `onethread.toml`, or where it is to be' -r -F
complete -c onethread -n "__fish_onethread_using_subcommand import; and __fish_seen_subcommand_from git" -l name -d 'Name of the source in the settings' -r
complete -c onethread -n "__fish_onethread_using_subcommand import; and __fish_seen_subcommand_from git" -l color -d 'When to color the output; `auto` colors on a terminal and honors NO_COLOR' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c onethread -n "__fish_onethread_using_subcommand import; and __fish_seen_subcommand_from git" -l first-parent -d 'Follow first parents only, so that a merge stands for what it brought'
complete -c onethread -n "__fish_onethread_using_subcommand import; and __fish_seen_subcommand_from git" -l lines -d 'Count lines added and deleted, which takes several times as long'
complete -c onethread -n "__fish_onethread_using_subcommand import; and __fish_seen_subcommand_from git" -l dry-run -d 'Read everything, and only show what would be written'
complete -c onethread -n "__fish_onethread_using_subcommand import; and __fish_seen_subcommand_from git" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c onethread -n "__fish_onethread_using_subcommand import; and __fish_seen_subcommand_from git" -s V -l version -d 'Print version'
complete -c onethread -n "__fish_onethread_using_subcommand import; and __fish_seen_subcommand_from help" -f -a "git" -d 'Git repositories, bare or not. Nothing in them is run'
complete -c onethread -n "__fish_onethread_using_subcommand import; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c onethread -n "__fish_onethread_using_subcommand explain" -l color -d 'When to color the output; `auto` colors on a terminal and honors NO_COLOR' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c onethread -n "__fish_onethread_using_subcommand explain" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c onethread -n "__fish_onethread_using_subcommand explain" -s V -l version -d 'Print version'
complete -c onethread -n "__fish_onethread_using_subcommand ask" -l initiative -d 'Ask about this initiative only' -r
complete -c onethread -n "__fish_onethread_using_subcommand ask" -l as-of -d 'Ask as known at the end of this day, with the organization\'s files as git had them then; the last day of the evidence, with the files on disk, when absent' -r
complete -c onethread -n "__fish_onethread_using_subcommand ask" -l format -d 'The form of the page' -r -f -a "markdown\t'To be answered in the file'
html\t'To be read on a screen or printed; it stands alone'"
complete -c onethread -n "__fish_onethread_using_subcommand ask" -s o -l output -d 'Write a file for each live initiative into this folder. A file that somebody wrote into is kept, and then the exit code is 1' -r -F
complete -c onethread -n "__fish_onethread_using_subcommand ask" -l color -d 'When to color the output; `auto` colors on a terminal and honors NO_COLOR' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c onethread -n "__fish_onethread_using_subcommand ask" -l force -d 'Replace also files that somebody else wrote, or wrote into'
complete -c onethread -n "__fish_onethread_using_subcommand ask" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c onethread -n "__fish_onethread_using_subcommand ask" -s V -l version -d 'Print version'
complete -c onethread -n "__fish_onethread_using_subcommand attest" -l initiative -d 'About which initiative' -r
complete -c onethread -n "__fish_onethread_using_subcommand attest" -l criterion -d 'Which question, such as `capable`; `onethread explain` lists them' -r
complete -c onethread -n "__fish_onethread_using_subcommand attest" -l answer -d 'The answer' -r -f -a "holds\t'It is so'
fails\t'It is not so'"
complete -c onethread -n "__fish_onethread_using_subcommand attest" -l by -d 'Who says so' -r
complete -c onethread -n "__fish_onethread_using_subcommand attest" -l on -d 'The day on which it was said; today when absent' -r
complete -c onethread -n "__fish_onethread_using_subcommand attest" -l note -d 'In their words' -r
complete -c onethread -n "__fish_onethread_using_subcommand attest" -l color -d 'When to color the output; `auto` colors on a terminal and honors NO_COLOR' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c onethread -n "__fish_onethread_using_subcommand attest" -l dry-run -d 'Only show what would be written'
complete -c onethread -n "__fish_onethread_using_subcommand attest" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c onethread -n "__fish_onethread_using_subcommand attest" -s V -l version -d 'Print version'
complete -c onethread -n "__fish_onethread_using_subcommand schema" -l color -d 'When to color the output; `auto` colors on a terminal and honors NO_COLOR' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c onethread -n "__fish_onethread_using_subcommand schema" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c onethread -n "__fish_onethread_using_subcommand schema" -s V -l version -d 'Print version'
complete -c onethread -n "__fish_onethread_using_subcommand completions" -l color -d 'When to color the output; `auto` colors on a terminal and honors NO_COLOR' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c onethread -n "__fish_onethread_using_subcommand completions" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c onethread -n "__fish_onethread_using_subcommand completions" -s V -l version -d 'Print version'
complete -c onethread -n "__fish_onethread_using_subcommand man" -s o -l output -d 'Write the pages of all commands into this folder' -r -F
complete -c onethread -n "__fish_onethread_using_subcommand man" -l color -d 'When to color the output; `auto` colors on a terminal and honors NO_COLOR' -r -f -a "auto\t'On a terminal'
always\t'Always'
never\t'Never'"
complete -c onethread -n "__fish_onethread_using_subcommand man" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c onethread -n "__fish_onethread_using_subcommand man" -s V -l version -d 'Print version'
complete -c onethread -n "__fish_onethread_using_subcommand help; and not __fish_seen_subcommand_from init review check show what-if evidence import explain ask attest schema completions man help" -f -a "init" -d 'Write an organization\'s files from spreadsheets, or bring them up to date with newer ones'
complete -c onethread -n "__fish_onethread_using_subcommand help; and not __fish_seen_subcommand_from init review check show what-if evidence import explain ask attest schema completions man help" -f -a "review" -d 'Answer the model\'s questions for every live initiative, and say what would change the answers'
complete -c onethread -n "__fish_onethread_using_subcommand help; and not __fish_seen_subcommand_from init review check show what-if evidence import explain ask attest schema completions man help" -f -a "check" -d 'Check the organization\'s files and evidence against rules, and fix what can be fixed'
complete -c onethread -n "__fish_onethread_using_subcommand help; and not __fish_seen_subcommand_from init review check show what-if evidence import explain ask attest schema completions man help" -f -a "show" -d 'Show one matter as a table: what it rests on, and the changes behind every row'
complete -c onethread -n "__fish_onethread_using_subcommand help; and not __fish_seen_subcommand_from init review check show what-if evidence import explain ask attest schema completions man help" -f -a "what-if" -d 'Show what would differ if a leader, a member, an owner or a gate changed. Nothing is written'
complete -c onethread -n "__fish_onethread_using_subcommand help; and not __fish_seen_subcommand_from init review check show what-if evidence import explain ask attest schema completions man help" -f -a "evidence" -d 'Say what became of every record of every source'
complete -c onethread -n "__fish_onethread_using_subcommand help; and not __fish_seen_subcommand_from init review check show what-if evidence import explain ask attest schema completions man help" -f -a "import" -d 'Bring evidence in: name it in the settings, read it, and say what became of every record'
complete -c onethread -n "__fish_onethread_using_subcommand help; and not __fish_seen_subcommand_from init review check show what-if evidence import explain ask attest schema completions man help" -f -a "explain" -d 'Explain a criterion, a measure, a rule or a form; without a name, list them'
complete -c onethread -n "__fish_onethread_using_subcommand help; and not __fish_seen_subcommand_from init review check show what-if evidence import explain ask attest schema completions man help" -f -a "ask" -d 'Write one page of questions for an initiative: those that evidence cannot answer'
complete -c onethread -n "__fish_onethread_using_subcommand help; and not __fish_seen_subcommand_from init review check show what-if evidence import explain ask attest schema completions man help" -f -a "attest" -d 'Put a name and a date to an answer that no other evidence can give'
complete -c onethread -n "__fish_onethread_using_subcommand help; and not __fish_seen_subcommand_from init review check show what-if evidence import explain ask attest schema completions man help" -f -a "schema" -d 'Print the JSON Schema of a file that is read or written'
complete -c onethread -n "__fish_onethread_using_subcommand help; and not __fish_seen_subcommand_from init review check show what-if evidence import explain ask attest schema completions man help" -f -a "completions" -d 'Print a script that completes the words of this program in a shell'
complete -c onethread -n "__fish_onethread_using_subcommand help; and not __fish_seen_subcommand_from init review check show what-if evidence import explain ask attest schema completions man help" -f -a "man" -d 'Print a page for `man`, or write all of them'
complete -c onethread -n "__fish_onethread_using_subcommand help; and not __fish_seen_subcommand_from init review check show what-if evidence import explain ask attest schema completions man help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c onethread -n "__fish_onethread_using_subcommand help; and __fish_seen_subcommand_from import" -f -a "git" -d 'Git repositories, bare or not. Nothing in them is run'

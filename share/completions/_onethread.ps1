
using namespace System.Management.Automation
using namespace System.Management.Automation.Language

Register-ArgumentCompleter -Native -CommandName 'onethread' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    $commandElements = $commandAst.CommandElements
    $command = @(
        'onethread'
        for ($i = 1; $i -lt $commandElements.Count; $i++) {
            $element = $commandElements[$i]
            if ($element -isnot [StringConstantExpressionAst] -or
                $element.StringConstantType -ne [StringConstantType]::BareWord -or
                $element.Value.StartsWith('-') -or
                $element.Value -eq $wordToComplete) {
                break
        }
        $element.Value
    }) -join ';'

    $completions = @(switch ($command) {
        'onethread' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to color the output; `auto` colors on a terminal and honors NO_COLOR')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('init', 'init', [CompletionResultType]::ParameterValue, 'Write an organization''s files from spreadsheets, or bring them up to date with newer ones')
            [CompletionResult]::new('review', 'review', [CompletionResultType]::ParameterValue, 'Answer the model''s questions for every live initiative, and say what would change the answers')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Check the organization''s files and evidence against rules, and fix what can be fixed')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show one matter as a table: what it rests on, and the changes behind every row')
            [CompletionResult]::new('what-if', 'what-if', [CompletionResultType]::ParameterValue, 'Show what would differ if a leader, a member, an owner or a gate changed. Nothing is written')
            [CompletionResult]::new('evidence', 'evidence', [CompletionResultType]::ParameterValue, 'Say what became of every record of every source')
            [CompletionResult]::new('import', 'import', [CompletionResultType]::ParameterValue, 'Bring evidence in: name it in the settings, read it, and say what became of every record')
            [CompletionResult]::new('explain', 'explain', [CompletionResultType]::ParameterValue, 'Explain a criterion, a measure, a rule or a form; without a name, list them')
            [CompletionResult]::new('ask', 'ask', [CompletionResultType]::ParameterValue, 'Write one page of questions for an initiative: those that evidence cannot answer')
            [CompletionResult]::new('attest', 'attest', [CompletionResultType]::ParameterValue, 'Put a name and a date to an answer that no other evidence can give')
            [CompletionResult]::new('schema', 'schema', [CompletionResultType]::ParameterValue, 'Print the JSON Schema of a file that is read or written')
            [CompletionResult]::new('completions', 'completions', [CompletionResultType]::ParameterValue, 'Print a script that completes the words of this program in a shell')
            [CompletionResult]::new('man', 'man', [CompletionResultType]::ParameterValue, 'Print a page for `man`, or write all of them')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'onethread;init' {
            [CompletionResult]::new('--from', '--from', [CompletionResultType]::ParameterName, 'Spreadsheets: a roster, a list of initiatives, or a workbook with both. CSV or XLSX, with commas between names')
            [CompletionResult]::new('--accept', '--accept', [CompletionResultType]::ParameterName, 'Write these candidates into `org/initiatives.toml`; `--dry-run` lists them. With commas between ids')
            [CompletionResult]::new('--ci', '--ci', [CompletionResultType]::ParameterName, 'Write what runs `onethread check` for every change: a workflow, a job, or a hook. Nothing is written over')
            [CompletionResult]::new('--name', '--name', [CompletionResultType]::ParameterName, 'Name of the organization; that of the folder when absent')
            [CompletionResult]::new('--column', '--column', [CompletionResultType]::ParameterName, 'Say what a column is, as in "Squad name=team"; `=skip` leaves one out')
            [CompletionResult]::new('--status', '--status', [CompletionResultType]::ParameterName, 'Say what a status means, as in "Accepted=live"; or done, dropped, paused, planned')
            [CompletionResult]::new('--dates', '--dates', [CompletionResultType]::ParameterName, 'How days such as 03/04/2026 are meant, where no cell tells')
            [CompletionResult]::new('--as-of', '--as-of', [CompletionResultType]::ParameterName, 'The day on which the spreadsheets are true; today when absent')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to color the output; `auto` colors on a terminal and honors NO_COLOR')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Write without asking')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Only show what would be written')
            [CompletionResult]::new('--keep-names', '--keep-names', [CompletionResultType]::ParameterName, 'Make ids from the names of people where the sheet has nothing else, instead of seats or pseudonyms')
            [CompletionResult]::new('--keep-local-parts', '--keep-local-parts', [CompletionResultType]::ParameterName, 'Make ids from the part of an e-mail address before the @, where the sheet has nothing else')
            [CompletionResult]::new('--theirs', '--theirs', [CompletionResultType]::ParameterName, 'Where both a file and the spreadsheet changed a value, take that of the spreadsheet')
            [CompletionResult]::new('--end-gone', '--end-gone', [CompletionResultType]::ParameterName, 'End initiatives that the spreadsheets list no more, on the day of the spreadsheets; else they count as live')
            [CompletionResult]::new('--remove-gone', '--remove-gone', [CompletionResultType]::ParameterName, 'Take entries out that the spreadsheets have no more and that nothing else names')
            [CompletionResult]::new('--all', '--all', [CompletionResultType]::ParameterName, 'Show everything that is odd in the spreadsheets, and not only the first of it')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'onethread;review' {
            [CompletionResult]::new('--initiative', '--initiative', [CompletionResultType]::ParameterName, 'Review one initiative in depth')
            [CompletionResult]::new('--as-of', '--as-of', [CompletionResultType]::ParameterName, 'Review as known at the end of this day, with the organization''s files as git had them then; the last day of the evidence, with the files on disk, when absent')
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'Tell what changed since the end of this day, and why')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'The form of the output. When absent, the ending of the file that `--output` names says it, such as `.html`; else `text`')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write to this file instead of standard output; it is replaced as a whole or not at all')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write to this file instead of standard output; it is replaced as a whole or not at all')
            [CompletionResult]::new('--fail-on', '--fail-on', [CompletionResultType]::ParameterName, 'Exit with 1 when something of this level or worse is found: `error` for input that could not be understood, `warning` also for a criterion that fails')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to color the output; `auto` colors on a terminal and honors NO_COLOR')
            [CompletionResult]::new('--all', '--all', [CompletionResultType]::ParameterName, 'List every initiative')
            [CompletionResult]::new('--threats', '--threats', [CompletionResultType]::ParameterName, 'Say what could be wrong with this very report, instead of the report')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'onethread;check' {
            [CompletionResult]::new('--select', '--select', [CompletionResultType]::ParameterName, 'Rules to run instead of those of the settings: codes, beginnings of codes, names, or ALL. With commas between')
            [CompletionResult]::new('--extend-select', '--extend-select', [CompletionResultType]::ParameterName, 'Rules to run beside the others')
            [CompletionResult]::new('--ignore', '--ignore', [CompletionResultType]::ParameterName, 'Rules to leave out')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'The form of the output. When absent, the ending of the file that `--output` names says it: `.html`, `.md`, `.sarif`, `.txt`, or `.json`, which is `gitlab` where GITLAB_CI is `true`. Without a file, `full`, and `github` where GITHUB_ACTIONS is `true`')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write to this file instead of standard output; it is replaced as a whole or not at all')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write to this file instead of standard output; it is replaced as a whole or not at all')
            [CompletionResult]::new('--fail-on', '--fail-on', [CompletionResultType]::ParameterName, 'Exit with 1 when something of this level or a worse one is found')
            [CompletionResult]::new('--baseline', '--baseline', [CompletionResultType]::ParameterName, 'A file of findings that are known and not told again; the one of the settings when absent')
            [CompletionResult]::new('--owner', '--owner', [CompletionResultType]::ParameterName, 'Who accepts them')
            [CompletionResult]::new('--until', '--until', [CompletionResultType]::ParameterName, 'The day on which that ends')
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Why they are accepted')
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'Tell only what the organization''s files gained and lost since this git revision, such as `origin/main`. Settings and evidence are as of now on both sides')
            [CompletionResult]::new('--as-of', '--as-of', [CompletionResultType]::ParameterName, 'Check as known at the end of this day, with the organization''s files as git had them then; the last day of the evidence, with the files on disk, when absent')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to color the output; `auto` colors on a terminal and honors NO_COLOR')
            [CompletionResult]::new('--all', '--all', [CompletionResultType]::ParameterName, 'Show every finding whole, and not only the first of each rule that has many')
            [CompletionResult]::new('--exit-zero', '--exit-zero', [CompletionResultType]::ParameterName, 'Exit with 0 whatever is found')
            [CompletionResult]::new('--fix', '--fix', [CompletionResultType]::ParameterName, 'Fix what can be fixed without losing anything that somebody meant')
            [CompletionResult]::new('--unsafe-fixes', '--unsafe-fixes', [CompletionResultType]::ParameterName, 'Fix also what somebody has to look at afterwards')
            [CompletionResult]::new('--diff', '--diff', [CompletionResultType]::ParameterName, 'Show how it would be fixed, and write nothing')
            [CompletionResult]::new('--write-baseline', '--write-baseline', [CompletionResultType]::ParameterName, 'Write all findings into the baseline: from then on only new ones are told')
            [CompletionResult]::new('--add-waivers', '--add-waivers', [CompletionResultType]::ParameterName, 'Accept all findings for a time: write a waiver for each into `org/waivers.toml`')
            [CompletionResult]::new('--show-settings', '--show-settings', [CompletionResultType]::ParameterName, 'Say for every rule whether it is run, at which level, with which options, and where that was said')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'onethread;show' {
            [CompletionResult]::new('--for', '--for', [CompletionResultType]::ParameterName, 'Only rows about all of these, with what lies behind them. With commas between ids')
            [CompletionResult]::new('--initiative', '--initiative', [CompletionResultType]::ParameterName, 'Only this initiative')
            [CompletionResult]::new('--level', '--level', [CompletionResultType]::ParameterName, 'Whether the rows are teams or components')
            [CompletionResult]::new('--as-of', '--as-of', [CompletionResultType]::ParameterName, 'As known at the end of this day, with the organization''s files as git had them then; the last day of the evidence, with the files on disk, when absent')
            [CompletionResult]::new('--over', '--over', [CompletionResultType]::ParameterName, 'Count the days up to then, so many of them, such as 180')
            [CompletionResult]::new('--top', '--top', [CompletionResultType]::ParameterName, 'Rows to show in a table; other forms have all')
            [CompletionResult]::new('--definition', '--definition', [CompletionResultType]::ParameterName, 'Which definition to use, where there are several')
            [CompletionResult]::new('--order', '--order', [CompletionResultType]::ParameterName, 'In which order to draw a matrix')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'The form of the output. When absent, the ending of the file that `--output` names says it, such as `.csv`; else `table`')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write to this file instead of standard output; it is replaced as a whole or not at all. The bare name of a form, such as `csv`, is taken as `--format`; a file of that name is `./csv`')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write to this file instead of standard output; it is replaced as a whole or not at all. The bare name of a form, such as `csv`, is taken as `--format`; a file of that name is `./csv`')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to color the output; `auto` colors on a terminal and honors NO_COLOR')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'onethread;what-if' {
            [CompletionResult]::new('--as-of', '--as-of', [CompletionResultType]::ParameterName, 'The day to look at; the last day of the evidence when absent')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, '`text` or `json`')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write to this file instead of standard output; its ending may say the form')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write to this file instead of standard output; its ending may say the form')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to color the output; `auto` colors on a terminal and honors NO_COLOR')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'onethread;evidence' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to color the output; `auto` colors on a terminal and honors NO_COLOR')
            [CompletionResult]::new('--all', '--all', [CompletionResultType]::ParameterName, 'Show every rejected record, not only the first few of each source')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'onethread;import' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to color the output; `auto` colors on a terminal and honors NO_COLOR')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('git', 'git', [CompletionResultType]::ParameterValue, 'Git repositories, bare or not. Nothing in them is run')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'onethread;import;git' {
            [CompletionResult]::new('--folder', '--folder', [CompletionResultType]::ParameterName, 'Folder with `onethread.toml`, or where it is to be')
            [CompletionResult]::new('--name', '--name', [CompletionResultType]::ParameterName, 'Name of the source in the settings')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to color the output; `auto` colors on a terminal and honors NO_COLOR')
            [CompletionResult]::new('--first-parent', '--first-parent', [CompletionResultType]::ParameterName, 'Follow first parents only, so that a merge stands for what it brought')
            [CompletionResult]::new('--lines', '--lines', [CompletionResultType]::ParameterName, 'Count lines added and deleted, which takes several times as long')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Read everything, and only show what would be written')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'onethread;import;help' {
            [CompletionResult]::new('git', 'git', [CompletionResultType]::ParameterValue, 'Git repositories, bare or not. Nothing in them is run')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'onethread;import;help;git' {
            break
        }
        'onethread;import;help;help' {
            break
        }
        'onethread;explain' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to color the output; `auto` colors on a terminal and honors NO_COLOR')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'onethread;ask' {
            [CompletionResult]::new('--initiative', '--initiative', [CompletionResultType]::ParameterName, 'Ask about this initiative only')
            [CompletionResult]::new('--as-of', '--as-of', [CompletionResultType]::ParameterName, 'Ask as known at the end of this day, with the organization''s files as git had them then; the last day of the evidence, with the files on disk, when absent')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'The form of the page')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write a file for each live initiative into this folder. A file that somebody wrote into is kept, and then the exit code is 1')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write a file for each live initiative into this folder. A file that somebody wrote into is kept, and then the exit code is 1')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to color the output; `auto` colors on a terminal and honors NO_COLOR')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Replace also files that somebody else wrote, or wrote into')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'onethread;attest' {
            [CompletionResult]::new('--initiative', '--initiative', [CompletionResultType]::ParameterName, 'About which initiative')
            [CompletionResult]::new('--criterion', '--criterion', [CompletionResultType]::ParameterName, 'Which question, such as `capable`; `onethread explain` lists them')
            [CompletionResult]::new('--answer', '--answer', [CompletionResultType]::ParameterName, 'The answer')
            [CompletionResult]::new('--by', '--by', [CompletionResultType]::ParameterName, 'Who says so')
            [CompletionResult]::new('--on', '--on', [CompletionResultType]::ParameterName, 'The day on which it was said; today when absent')
            [CompletionResult]::new('--note', '--note', [CompletionResultType]::ParameterName, 'In their words')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to color the output; `auto` colors on a terminal and honors NO_COLOR')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Only show what would be written')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'onethread;schema' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to color the output; `auto` colors on a terminal and honors NO_COLOR')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'onethread;completions' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to color the output; `auto` colors on a terminal and honors NO_COLOR')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'onethread;man' {
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write the pages of all commands into this folder')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write the pages of all commands into this folder')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to color the output; `auto` colors on a terminal and honors NO_COLOR')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'onethread;help' {
            [CompletionResult]::new('init', 'init', [CompletionResultType]::ParameterValue, 'Write an organization''s files from spreadsheets, or bring them up to date with newer ones')
            [CompletionResult]::new('review', 'review', [CompletionResultType]::ParameterValue, 'Answer the model''s questions for every live initiative, and say what would change the answers')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Check the organization''s files and evidence against rules, and fix what can be fixed')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show one matter as a table: what it rests on, and the changes behind every row')
            [CompletionResult]::new('what-if', 'what-if', [CompletionResultType]::ParameterValue, 'Show what would differ if a leader, a member, an owner or a gate changed. Nothing is written')
            [CompletionResult]::new('evidence', 'evidence', [CompletionResultType]::ParameterValue, 'Say what became of every record of every source')
            [CompletionResult]::new('import', 'import', [CompletionResultType]::ParameterValue, 'Bring evidence in: name it in the settings, read it, and say what became of every record')
            [CompletionResult]::new('explain', 'explain', [CompletionResultType]::ParameterValue, 'Explain a criterion, a measure, a rule or a form; without a name, list them')
            [CompletionResult]::new('ask', 'ask', [CompletionResultType]::ParameterValue, 'Write one page of questions for an initiative: those that evidence cannot answer')
            [CompletionResult]::new('attest', 'attest', [CompletionResultType]::ParameterValue, 'Put a name and a date to an answer that no other evidence can give')
            [CompletionResult]::new('schema', 'schema', [CompletionResultType]::ParameterValue, 'Print the JSON Schema of a file that is read or written')
            [CompletionResult]::new('completions', 'completions', [CompletionResultType]::ParameterValue, 'Print a script that completes the words of this program in a shell')
            [CompletionResult]::new('man', 'man', [CompletionResultType]::ParameterValue, 'Print a page for `man`, or write all of them')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'onethread;help;init' {
            break
        }
        'onethread;help;review' {
            break
        }
        'onethread;help;check' {
            break
        }
        'onethread;help;show' {
            break
        }
        'onethread;help;what-if' {
            break
        }
        'onethread;help;evidence' {
            break
        }
        'onethread;help;import' {
            [CompletionResult]::new('git', 'git', [CompletionResultType]::ParameterValue, 'Git repositories, bare or not. Nothing in them is run')
            break
        }
        'onethread;help;import;git' {
            break
        }
        'onethread;help;explain' {
            break
        }
        'onethread;help;ask' {
            break
        }
        'onethread;help;attest' {
            break
        }
        'onethread;help;schema' {
            break
        }
        'onethread;help;completions' {
            break
        }
        'onethread;help;man' {
            break
        }
        'onethread;help;help' {
            break
        }
    })

    $completions.Where{ $_.CompletionText -like "$wordToComplete*" } |
        Sort-Object -Property ListItemText
}

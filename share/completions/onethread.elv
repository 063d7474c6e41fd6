
use builtin;
use str;

set edit:completion:arg-completer[onethread] = {|@words|
    fn spaces {|n|
        builtin:repeat $n ' ' | str:join ''
    }
    fn cand {|text desc|
        edit:complex-candidate $text &display=$text' '(spaces (- 14 (wcswidth $text)))$desc
    }
    var command = 'onethread'
    for word $words[1..-1] {
        if (str:has-prefix $word '-') {
            break
        }
        set command = $command';'$word
    }
    var completions = [
        &'onethread'= {
            cand --color 'When to color the output; `auto` colors on a terminal and honors NO_COLOR'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
            cand init 'Write an organization''s files from spreadsheets, or bring them up to date with newer ones'
            cand review 'Answer the model''s questions for every live initiative, and say what would change the answers'
            cand check 'Check the organization''s files and evidence against rules, and fix what can be fixed'
            cand show 'Show one matter as a table: what it rests on, and the changes behind every row'
            cand what-if 'Show what would differ if a leader, a member, an owner or a gate changed. Nothing is written'
            cand evidence 'Say what became of every record of every source'
            cand import 'Bring evidence in: name it in the settings, read it, and say what became of every record'
            cand explain 'Explain a criterion, a measure, a rule or a form; without a name, list them'
            cand ask 'Write one page of questions for an initiative: those that evidence cannot answer'
            cand attest 'Put a name and a date to an answer that no other evidence can give'
            cand schema 'Print the JSON Schema of a file that is read or written'
            cand completions 'Print a script that completes the words of this program in a shell'
            cand man 'Print a page for `man`, or write all of them'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'onethread;init'= {
            cand --from 'Spreadsheets: a roster, a list of initiatives, or a workbook with both. CSV or XLSX, with commas between names'
            cand --accept 'Write these candidates into `org/initiatives.toml`; `--dry-run` lists them. With commas between ids'
            cand --ci 'Write what runs `onethread check` for every change: a workflow, a job, or a hook. Nothing is written over'
            cand --name 'Name of the organization; that of the folder when absent'
            cand --column 'Say what a column is, as in "Squad name=team"; `=skip` leaves one out'
            cand --status 'Say what a status means, as in "Accepted=live"; or done, dropped, paused, planned'
            cand --dates 'How days such as 03/04/2026 are meant, where no cell tells'
            cand --as-of 'The day on which the spreadsheets are true; today when absent'
            cand --color 'When to color the output; `auto` colors on a terminal and honors NO_COLOR'
            cand --yes 'Write without asking'
            cand --dry-run 'Only show what would be written'
            cand --keep-names 'Make ids from the names of people where the sheet has nothing else, instead of seats or pseudonyms'
            cand --keep-local-parts 'Make ids from the part of an e-mail address before the @, where the sheet has nothing else'
            cand --theirs 'Where both a file and the spreadsheet changed a value, take that of the spreadsheet'
            cand --end-gone 'End initiatives that the spreadsheets list no more, on the day of the spreadsheets; else they count as live'
            cand --remove-gone 'Take entries out that the spreadsheets have no more and that nothing else names'
            cand --all 'Show everything that is odd in the spreadsheets, and not only the first of it'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'onethread;review'= {
            cand --initiative 'Review one initiative in depth'
            cand --as-of 'Review as known at the end of this day, with the organization''s files as git had them then; the last day of the evidence, with the files on disk, when absent'
            cand --since 'Tell what changed since the end of this day, and why'
            cand --format 'The form of the output. When absent, the ending of the file that `--output` names says it, such as `.html`; else `text`'
            cand -o 'Write to this file instead of standard output; it is replaced as a whole or not at all'
            cand --output 'Write to this file instead of standard output; it is replaced as a whole or not at all'
            cand --fail-on 'Exit with 1 when something of this level or worse is found: `error` for input that could not be understood, `warning` also for a criterion that fails'
            cand --color 'When to color the output; `auto` colors on a terminal and honors NO_COLOR'
            cand --all 'List every initiative'
            cand --threats 'Say what could be wrong with this very report, instead of the report'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'onethread;check'= {
            cand --select 'Rules to run instead of those of the settings: codes, beginnings of codes, names, or ALL. With commas between'
            cand --extend-select 'Rules to run beside the others'
            cand --ignore 'Rules to leave out'
            cand --format 'The form of the output. When absent, the ending of the file that `--output` names says it: `.html`, `.md`, `.sarif`, `.txt`, or `.json`, which is `gitlab` where GITLAB_CI is `true`. Without a file, `full`, and `github` where GITHUB_ACTIONS is `true`'
            cand -o 'Write to this file instead of standard output; it is replaced as a whole or not at all'
            cand --output 'Write to this file instead of standard output; it is replaced as a whole or not at all'
            cand --fail-on 'Exit with 1 when something of this level or a worse one is found'
            cand --baseline 'A file of findings that are known and not told again; the one of the settings when absent'
            cand --owner 'Who accepts them'
            cand --until 'The day on which that ends'
            cand --reason 'Why they are accepted'
            cand --since 'Tell only what the organization''s files gained and lost since this git revision, such as `origin/main`. Settings and evidence are as of now on both sides'
            cand --as-of 'Check as known at the end of this day, with the organization''s files as git had them then; the last day of the evidence, with the files on disk, when absent'
            cand --color 'When to color the output; `auto` colors on a terminal and honors NO_COLOR'
            cand --all 'Show every finding whole, and not only the first of each rule that has many'
            cand --exit-zero 'Exit with 0 whatever is found'
            cand --fix 'Fix what can be fixed without losing anything that somebody meant'
            cand --unsafe-fixes 'Fix also what somebody has to look at afterwards'
            cand --diff 'Show how it would be fixed, and write nothing'
            cand --write-baseline 'Write all findings into the baseline: from then on only new ones are told'
            cand --add-waivers 'Accept all findings for a time: write a waiver for each into `org/waivers.toml`'
            cand --show-settings 'Say for every rule whether it is run, at which level, with which options, and where that was said'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'onethread;show'= {
            cand --for 'Only rows about all of these, with what lies behind them. With commas between ids'
            cand --initiative 'Only this initiative'
            cand --level 'Whether the rows are teams or components'
            cand --as-of 'As known at the end of this day, with the organization''s files as git had them then; the last day of the evidence, with the files on disk, when absent'
            cand --over 'Count the days up to then, so many of them, such as 180'
            cand --top 'Rows to show in a table; other forms have all'
            cand --definition 'Which definition to use, where there are several'
            cand --order 'In which order to draw a matrix'
            cand --format 'The form of the output. When absent, the ending of the file that `--output` names says it, such as `.csv`; else `table`'
            cand -o 'Write to this file instead of standard output; it is replaced as a whole or not at all. The bare name of a form, such as `csv`, is taken as `--format`; a file of that name is `./csv`'
            cand --output 'Write to this file instead of standard output; it is replaced as a whole or not at all. The bare name of a form, such as `csv`, is taken as `--format`; a file of that name is `./csv`'
            cand --color 'When to color the output; `auto` colors on a terminal and honors NO_COLOR'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'onethread;what-if'= {
            cand --as-of 'The day to look at; the last day of the evidence when absent'
            cand --format '`text` or `json`'
            cand -o 'Write to this file instead of standard output; its ending may say the form'
            cand --output 'Write to this file instead of standard output; its ending may say the form'
            cand --color 'When to color the output; `auto` colors on a terminal and honors NO_COLOR'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'onethread;evidence'= {
            cand --color 'When to color the output; `auto` colors on a terminal and honors NO_COLOR'
            cand --all 'Show every rejected record, not only the first few of each source'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'onethread;import'= {
            cand --color 'When to color the output; `auto` colors on a terminal and honors NO_COLOR'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
            cand git 'Git repositories, bare or not. Nothing in them is run'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'onethread;import;git'= {
            cand --folder 'Folder with `onethread.toml`, or where it is to be'
            cand --name 'Name of the source in the settings'
            cand --color 'When to color the output; `auto` colors on a terminal and honors NO_COLOR'
            cand --first-parent 'Follow first parents only, so that a merge stands for what it brought'
            cand --lines 'Count lines added and deleted, which takes several times as long'
            cand --dry-run 'Read everything, and only show what would be written'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'onethread;import;help'= {
            cand git 'Git repositories, bare or not. Nothing in them is run'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'onethread;import;help;git'= {
        }
        &'onethread;import;help;help'= {
        }
        &'onethread;explain'= {
            cand --color 'When to color the output; `auto` colors on a terminal and honors NO_COLOR'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'onethread;ask'= {
            cand --initiative 'Ask about this initiative only'
            cand --as-of 'Ask as known at the end of this day, with the organization''s files as git had them then; the last day of the evidence, with the files on disk, when absent'
            cand --format 'The form of the page'
            cand -o 'Write a file for each live initiative into this folder. A file that somebody wrote into is kept, and then the exit code is 1'
            cand --output 'Write a file for each live initiative into this folder. A file that somebody wrote into is kept, and then the exit code is 1'
            cand --color 'When to color the output; `auto` colors on a terminal and honors NO_COLOR'
            cand --force 'Replace also files that somebody else wrote, or wrote into'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'onethread;attest'= {
            cand --initiative 'About which initiative'
            cand --criterion 'Which question, such as `capable`; `onethread explain` lists them'
            cand --answer 'The answer'
            cand --by 'Who says so'
            cand --on 'The day on which it was said; today when absent'
            cand --note 'In their words'
            cand --color 'When to color the output; `auto` colors on a terminal and honors NO_COLOR'
            cand --dry-run 'Only show what would be written'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'onethread;schema'= {
            cand --color 'When to color the output; `auto` colors on a terminal and honors NO_COLOR'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'onethread;completions'= {
            cand --color 'When to color the output; `auto` colors on a terminal and honors NO_COLOR'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'onethread;man'= {
            cand -o 'Write the pages of all commands into this folder'
            cand --output 'Write the pages of all commands into this folder'
            cand --color 'When to color the output; `auto` colors on a terminal and honors NO_COLOR'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'onethread;help'= {
            cand init 'Write an organization''s files from spreadsheets, or bring them up to date with newer ones'
            cand review 'Answer the model''s questions for every live initiative, and say what would change the answers'
            cand check 'Check the organization''s files and evidence against rules, and fix what can be fixed'
            cand show 'Show one matter as a table: what it rests on, and the changes behind every row'
            cand what-if 'Show what would differ if a leader, a member, an owner or a gate changed. Nothing is written'
            cand evidence 'Say what became of every record of every source'
            cand import 'Bring evidence in: name it in the settings, read it, and say what became of every record'
            cand explain 'Explain a criterion, a measure, a rule or a form; without a name, list them'
            cand ask 'Write one page of questions for an initiative: those that evidence cannot answer'
            cand attest 'Put a name and a date to an answer that no other evidence can give'
            cand schema 'Print the JSON Schema of a file that is read or written'
            cand completions 'Print a script that completes the words of this program in a shell'
            cand man 'Print a page for `man`, or write all of them'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'onethread;help;init'= {
        }
        &'onethread;help;review'= {
        }
        &'onethread;help;check'= {
        }
        &'onethread;help;show'= {
        }
        &'onethread;help;what-if'= {
        }
        &'onethread;help;evidence'= {
        }
        &'onethread;help;import'= {
            cand git 'Git repositories, bare or not. Nothing in them is run'
        }
        &'onethread;help;import;git'= {
        }
        &'onethread;help;explain'= {
        }
        &'onethread;help;ask'= {
        }
        &'onethread;help;attest'= {
        }
        &'onethread;help;schema'= {
        }
        &'onethread;help;completions'= {
        }
        &'onethread;help;man'= {
        }
        &'onethread;help;help'= {
        }
    ]
    $completions[$command]
}

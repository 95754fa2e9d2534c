# Sums a run of SyTest up: `what` is "line" for one line, "page" for docs/sytest.md. Reads the known exceptions, then what
# the suite says of files and tests while it runs, then its results (TAP).

FNR == 1 { input++ }

input == 1 && /^# / { reason = substr($0, 3) }
input == 1 && !/^#/ && NF { why[$0] = reason; if (!(reason in rank)) { rank[reason] = ++reasons; text[reasons] = reason } }

input == 2 && /^tests\/.*:$/ { file = $0; sub(/^tests\//, "", file); sub(/:$/, "", file) }
input == 2 && /^    Test [0-9]+ / { of[$2] = file }

input == 3 && /^(not )?ok [0-9]+ / {
    is_ok = $1 == "ok"
    number = is_ok ? $2 : $3
    name = $0
    sub(/^(not )?ok [0-9]+ (\(expected fail\) )?/, "", name)
    is_skipped = name ~ / # skip/
    sub(/ # (skip|TODO).*$/, "", name)
    sub(/ \([0-9]+ subtests\)$/, "", name)
    part = of[number]
    sub(/\/.*/, "", part)
    sub(/\.pl$/, "", part)
    result = is_skipped ? "skipped" : is_ok ? "passed" : name in why ? "excepted" : "failed"
    if (!(part in seen)) { seen[part] = 1; parts[++count] = part }
    tally[part, result]++
    total[result]++
    if (result == "excepted") named[rank[why[name]]] = named[rank[why[name]]] (named[rank[why[name]]] ? "; " : "") name
    if (result == "failed") failures[++failed] = name " (`" of[number] "`)"
}

END {
    if (what == "line") {
        printf "sytest: %d passed, %d failed, %d excepted, %d skipped\n",
            total["passed"], total["failed"], total["excepted"], total["skipped"]
        for (n = 1; n <= failed; n++) print "  failed: " failures[n]
        exit
    }
    print "# SyTest\n"
    print "[SyTest](https://github.com/matrix-org/sytest) is the older of Matrix's two public test suites. This page is written by"
    print "its run:\n\n```sh\nmake sytest\n```\n"
    print "| Part | Passed | Failed | Excepted | Skipped |\n|---|---:|---:|---:|---:|"
    for (n = 1; n <= count; n++) row(parts[n], tally[parts[n], "passed"], tally[parts[n], "failed"], tally[parts[n], "excepted"], tally[parts[n], "skipped"])
    row("**All**", total["passed"], total["failed"], total["excepted"], total["skipped"])
    if (failed) print "\n## Failed\n"
    for (n = 1; n <= failed; n++) print "- " failures[n]
    print "\n## Excepted\n\nWhat the suite wants here is not what the specification says.\n"
    print "| Why | Tests |\n|---|---|"
    for (n = 1; n <= reasons; n++) if (n in named) print "| " text[n] " | " escaped(named[n]) " |"
}

function row(part, passed, failed, excepted, skipped) {
    printf "| %s | %d | %d | %d | %d |\n", part, passed, failed, excepted, skipped
}

function escaped(text) { gsub(/\|/, "\\|", text); gsub(/</, "\\&lt;", text); return text }

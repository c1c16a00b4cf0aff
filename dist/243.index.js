export const id = 243;
export const ids = [243];
export const modules = {

/***/ 4400:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  E: () => (/* binding */ conclude)
});

// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(3024);
// EXTERNAL MODULE: external "node:os"
var external_node_os_ = __webpack_require__(8161);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
// EXTERNAL MODULE: ./node_modules/@actions/core/lib/core.js + 16 modules
var core = __webpack_require__(8179);
// EXTERNAL MODULE: ./lib/engine/clock.js
var clock = __webpack_require__(1440);
// EXTERNAL MODULE: ./lib/engine/failure.js
var failure = __webpack_require__(8004);
;// CONCATENATED MODULE: ./lib/outputs.js

const OUTPUT_NAMES = [
    'outcome',
    'swap-method',
    'downtime-seconds',
    'downtime-source',
    'probe-resolution-ms',
    'control-plane-downtime-seconds',
    'operation-count',
    'production-address',
    'report-path',
    'max-downtime-exceeded',
    'recovered-to',
    'live-load-balancer',
    'state',
    'status',
];
/** Outputs are strings: seconds as plain decimals with three digits, empty where nothing was measured. */
function toOutputs(report, reportPath) {
    const { outcome, plan, downtime, controlPlane, operations, productionAddresses, recoveredTo, status } = report;
    return {
        outcome,
        'swap-method': plan?.method ?? '',
        'downtime-seconds': decimalSeconds(downtime.seconds),
        'downtime-source': downtime.source ?? '',
        'probe-resolution-ms': downtime.resolutionMs === null ? '' : String(downtime.resolutionMs),
        'control-plane-downtime-seconds': decimalSeconds(controlPlane.seconds),
        'operation-count': String(operations.length),
        'production-address': productionAddresses.map(({ address }) => address).join(','),
        'report-path': reportPath,
        'max-downtime-exceeded': String(downtime.maxExceeded ?? false),
        'recovered-to': outcome === 'succeeded' ? (recoveredTo ?? '') : '',
        'live-load-balancer': liveLoadBalancer(report),
        state: status?.state ?? '',
        status: status === null ? '' : JSON.stringify(status),
    };
}
/** Set on failure too: steps under `if: failure()` read them. */
function writeOutputs(report, reportPath) {
    const outputs = toOutputs(report, reportPath);
    for (const name of OUTPUT_NAMES) {
        (0,core/* setOutput */.uH)(name, outputs[name]);
    }
}
function decimalSeconds(seconds) {
    return seconds === null ? '' : seconds.toFixed(3);
}
/** Who serves production now; empty where that is not known for certain, or it is nobody. */
function liveLoadBalancer({ outcome, status, newLoadBalancer, previousLoadBalancer }) {
    switch (outcome) {
        case 'succeeded':
        case 'no-change':
            return newLoadBalancer ?? '';
        case 'reported':
            return [...new Set(status?.addresses.map(({ live }) => live?.loadBalancer ?? ''))].join(',');
        case 'rolled-back':
        case 'planned':
            return previousLoadBalancer ?? '';
        case 'failed':
            return '';
    }
}

// EXTERNAL MODULE: ./lib/report/actions-log.js
var actions_log = __webpack_require__(7570);
// EXTERNAL MODULE: ./lib/report/annotations.js
var annotations = __webpack_require__(1116);
// EXTERNAL MODULE: ./lib/report/report.js + 5 modules
var report_report = __webpack_require__(898);
;// CONCATENATED MODULE: ./lib/report/report-text.js
const NO_SAMPLES = '"samples": []';
/** The report as the text of `report.json`: indented for people, and one line for each of the thousands of samples. */
function reportText(report) {
    const { probe } = report;
    if (probe === null || probe.samples.length === 0) {
        return `${JSON.stringify(report, null, 2)}\n`;
    }
    const text = JSON.stringify({ ...report, probe: { ...probe, samples: [] } }, null, 2);
    // They are the last member of the last member, so nothing that came from outside can stand behind them.
    const at = text.lastIndexOf(NO_SAMPLES);
    const rows = probe.samples.map((sample) => `      ${JSON.stringify(sample)}`).join(',\n');
    return `${text.slice(0, at)}"samples": [\n${rows}\n    ]${text.slice(at + NO_SAMPLES.length)}\n`;
}

// EXTERNAL MODULE: ./lib/report/downtime-text.js
var downtime_text = __webpack_require__(1649);
// EXTERNAL MODULE: ./lib/report/readable.js
var readable = __webpack_require__(8828);
;// CONCATENATED MODULE: ./lib/report/markdown.js

/** A message of a policy can be pages long; beyond this it is for the log and `report.json`. */
const LONGEST_TEXT = 1_000;
/**
 * Text that came from outside (a resource's name, an error of ARM) as Markdown that shows exactly it. Character
 * references work in paragraphs, in table cells and inside HTML alike, where a backslash would not.
 */
function escapeMarkdown(text) {
    return (0,readable/* clip */.$Q)(text, LONGEST_TEXT)
        .replace(/[&<>|`*_~[\]\\$#@]/g, (character) => `&#${character.charCodeAt(0)};`)
        .replace(/\s+/g, ' ');
}
/** A name or path in fixed width. Never a code span: nothing can be escaped inside one. */
function code(text) {
    return `<code>${escapeMarkdown(text)}</code>`;
}
/** Short text that a narrow column must not break: `in 30.50 s`. */
function unbroken(text) {
    return text.replaceAll(' ', '&nbsp;');
}
/** Rows of cells that are Markdown already. */
function table(header, rows) {
    return [header, header.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
function bullets(items) {
    return items.map((item) => `- ${item}`).join('\n');
}
/** Commands to copy. The fence is longer than any run of backticks in them, so that nothing in them can end it. */
function commandBlock(commands) {
    const text = commands.join('\n');
    const runs = text.match(/`+/g) ?? [];
    const fence = '`'.repeat(Math.max(3, ...runs.map(({ length }) => length + 1)));
    return `${fence}sh\n${text}\n${fence}`;
}
/** As a part of the list item before it. */
function indented(text, columns) {
    return text.replace(/^/gm, ' '.repeat(columns));
}
/** Folded away until somebody wants it. Markdown inside needs the empty lines. */
function details(title, content) {
    return `<details><summary>${title}</summary>\n\n${content}\n\n</details>`;
}
/** `null` where there is nothing to put under the heading. */
function section(title, content) {
    return content === '' ? null : `#### ${title}\n\n${content}`;
}

// EXTERNAL MODULE: ./lib/report/step-reports.js
var step_reports = __webpack_require__(9648);
;// CONCATENATED MODULE: ./lib/report/failure-note.js


/** The cause, and why what it called for could not be undone. */
function failureNote({ failure, steps }) {
    if (failure === null) {
        return null;
    }
    const undone = (0,step_reports/* undoFailures */.yQ)(steps).map((undo) => `- Not undone, "${escapeMarkdown(undo.title)}": ${inline(undo.failure)}`);
    const lines = ['[!CAUTION]', ...causeLines(failure), ...(undone.length === 0 ? [] : ['', ...undone])];
    return lines.map((line) => `> ${line}`.trimEnd()).join('\n');
}
/** A preflight tells all its problems at once, a line each. */
function causeLines(failure) {
    const problems = failure.message.split('\n').filter((line) => line.trim() !== '');
    return problems.length < 2
        ? [inline(failure)]
        : [
            `${codePrefix(failure)}${problems.length} problems`,
            '',
            ...problems.map((line) => `- ${escapeMarkdown(line)}`),
        ];
}
function inline(failure) {
    return `${codePrefix(failure)}${escapeMarkdown(failure.message.trim())}`;
}
function codePrefix(failure) {
    return failure.code === null ? '' : `${code(failure.code)}: `;
}

;// CONCATENATED MODULE: ./lib/report/gantt.js

/** More bars than this cannot be told apart, and Mermaid's own limit on the text of a chart is 50,000 characters. */
const MOST_OPERATIONS = 40;
const MOST_OUTAGES = 10;
/** A bar without width is not drawn at all. */
const SHORTEST_BAR_MS = 50;
/** Local midnight of a day without a change of clocks, so that the axis counts from 00:00 in every time zone. */
const ORIGIN_MS = Date.UTC(2000, 0, 1);
const HOUR_MS = 3_600_000;
/**
 * A Mermaid gantt of the ARM operations, with what users missed and the control-plane window as bars of their own above
 * them. `null` where nothing happened that a chart could show.
 */
function gantt(report) {
    const operations = operationBars(report);
    if (operations.length === 0) {
        return null;
    }
    const [outages, windows] = [outageBars(report), windowBars(report)];
    const sections = [
        gantt_section('Users', outages),
        gantt_section('Control plane', windows),
        gantt_section('ARM operations', operations),
    ];
    const axis = report.durationMs < HOUR_MS ? '%M:%S' : '%H:%M:%S';
    return [
        'gantt',
        '  title Time since the start of the run',
        '  dateFormat YYYY-MM-DD HH:mm:ss.SSS',
        `  axisFormat ${axis}`,
        `  tickInterval ${tickInterval([...outages, ...windows, ...operations])}`,
        '  todayMarker off',
        ...sections.flat(),
    ].join('\n');
}
/** More labels than this run into each other in the column of a step summary, which a phone shows 400 px wide. */
const MOST_TICKS = 6;
const TICKS = [
    ...[1, 2, 5, 10, 15, 30].map((count) => ({ ms: count * 1_000, text: `${count}second` })),
    ...[1, 2, 5, 10, 15, 30].map((count) => ({ ms: count * 60_000, text: `${count}minute` })),
    ...[1, 2, 3, 6, 12].map((count) => ({ ms: count * HOUR_MS, text: `${count}hour` })),
];
/** Mermaid draws its axis from the first bar to the last, and by itself a label for each few of them. */
function tickInterval(bars) {
    const spanMs = Math.max(...bars.map(({ toMs }) => toMs)) - Math.min(...bars.map(({ fromMs }) => fromMs));
    return TICKS.find(({ ms }) => spanMs / ms <= MOST_TICKS)?.text ?? '1day';
}
/** What the chart leaves out, for the line under it; empty where it leaves out nothing. */
function uncharted({ operations, probe }) {
    const outageCount = probe?.downtime?.outages.length ?? 0;
    const left = [
        countOver(outageCount, MOST_OUTAGES, 'shorter outage'),
        countOver(operations.length, MOST_OPERATIONS, 'later operation'),
    ].filter((text) => text !== '');
    return left.length === 0 ? '' : `Not drawn: ${left.join(' and ')}.`;
}
function countOver(count, most, noun) {
    return count > most ? (0,readable/* countOf */.pq)(count - most, noun) : '';
}
function gantt_section(title, bars) {
    if (bars.length === 0) {
        return [];
    }
    return [`  section ${title}`, ...bars.map(line)];
}
function line({ label, tag, fromMs, toMs }) {
    const untilMs = Math.max(toMs, fromMs + SHORTEST_BAR_MS);
    return `  ${escapeLabel(label)} :${tag}, ${timestamp(fromMs)}, ${timestamp(untilMs)}`;
}
/**
 * Mermaid ends a name at `:`, and `#`, `;`, `%%` and a comma mean something to it in places; names in Azure hold none of
 * them, so nothing is lost.
 */
function escapeLabel(label) {
    return label.replace(/[^\p{L}\p{N} ./()_-]/gu, '_');
}
function timestamp(ms) {
    return new Date(ORIGIN_MS + Math.max(0, ms)).toISOString().slice(0, -1).replace('T', ' ');
}
/**
 * The longest ones, in the order of time. A bar is drawn between the good answers, because where in that time service
 * stopped and came back is not known; its label has the number that all else tells.
 */
function outageBars({ probe, durationMs }) {
    const bars = (probe?.downtime?.outages ?? []).map(({ fromMs, toMs, downMs }) => ({
        label: toMs === null ? 'Outage until the end of the run' : `Outage ${(0,readable/* readableDuration */.P1)(downMs)}`,
        tag: 'crit',
        fromMs,
        toMs: toMs ?? durationMs,
    }));
    return bars
        .toSorted((a, b) => b.toMs - b.fromMs - (a.toMs - a.fromMs))
        .slice(0, MOST_OUTAGES)
        .sort((a, b) => a.fromMs - b.fromMs);
}
function windowBars({ controlPlane, durationMs }) {
    return controlPlane.windows.map(({ openedMs, closedMs }) => ({
        label: closedMs === null ? 'Window never closed' : `Window ${(0,readable/* readableDuration */.P1)(closedMs - openedMs)}`,
        tag: 'active',
        fromMs: openedMs,
        toMs: closedMs ?? durationMs,
    }));
}
function operationBars(report) {
    return report.operations.slice(0, MOST_OPERATIONS).map((operation) => {
        const { method, path, phase, sentMs, endedMs, status } = operation;
        const words = [
            phase === 'undo' ? 'undo' : '',
            method,
            path.slice(path.lastIndexOf('/') + 1),
            endedMs === null ? 'no end seen' : (0,readable/* readableDuration */.P1)(endedMs - sentMs),
            status === 'Succeeded' ? '' : (status ?? ''),
        ];
        return {
            label: words.filter((word) => word !== '').join(' '),
            tag: status === 'Succeeded' ? 'done' : 'crit',
            fromMs: sentMs,
            toMs: endedMs ?? abandonedMs(operation, report),
        };
    });
}
/** Until when an operation was waited for whose end was not seen: the undoing of its step supersedes it. */
function abandonedMs({ stepId, phase, sentMs }, { steps, durationMs }) {
    const undoneMs = steps
        .filter(({ id }) => phase === 'run' && id === stepId)
        .map(({ undo }) => undo?.startedMs ?? durationMs)
        .filter((startedMs) => startedMs >= sentMs);
    return Math.min(durationMs, ...undoneMs);
}

// EXTERNAL MODULE: ./lib/report/next-steps.js + 1 modules
var next_steps = __webpack_require__(5034);
;// CONCATENATED MODULE: ./lib/report/operations-section.js


/** What the fold itself takes: its title, the header of the table, the word about what is missing. */
const FOLD_BYTES = 1_000;
const OPERATION_COLUMNS = ['Sent', 'Operation', 'Ended as', 'After', 'Polls', 'Correlation id'];
/** As many operations as there is room for, and a word about the others. */
function operationsSection(operations, spareBytes) {
    if (operations.length === 0) {
        return null;
    }
    const rows = [];
    let leftBytes = spareBytes - FOLD_BYTES;
    for (const operation of operations) {
        const row = operationRow(operation);
        leftBytes -= Buffer.byteLength(row.join(' | ')) + 6;
        if (leftBytes < 0) {
            break;
        }
        rows.push(row);
    }
    const missing = operations.length - rows.length;
    const note = missing === 0 ? '' : `\n\n${missing} more did not fit into a step summary: they are in report.json.`;
    return details((0,readable/* countOf */.pq)(operations.length, 'ARM operation'), `${table(OPERATION_COLUMNS, rows)}${note}`);
}
function operationRow(operation) {
    const { phase, method, path, status, errorCode, sentMs, endedMs, polls, correlationId } = operation;
    return [
        unbroken((0,readable/* readableDuration */.P1)(sentMs)),
        `${phase === 'undo' ? 'undo ' : ''}${method} ${code((0,readable/* readableResource */.nt)(path))}`,
        escapeMarkdown([status ?? 'end not seen', errorCode].filter(Boolean).join(' ')),
        endedMs === null ? '' : unbroken((0,readable/* readableDuration */.P1)(endedMs - sentMs)),
        polls === null ? '' : String(polls),
        correlationId === null ? '' : code(correlationId),
    ];
}

// EXTERNAL MODULE: ./lib/azure/resource-id.js
var resource_id = __webpack_require__(8481);
;// CONCATENATED MODULE: ./lib/report/change-texts.js



/** The fields that a step changes, one Markdown text each: `vipswap1lb frontendIPConfigurations/web.publicIPAddress.id: pip1 → pip2`. */
function changeTexts({ changes }) {
    return changes.map(({ resource, field, from, to }) => {
        const values = `${escapeMarkdown((0,readable/* readableValue */.iX)(from))} → ${escapeMarkdown((0,readable/* readableValue */.iX)(to))}`;
        return `${code((0,resource_id/* nameOf */.Vb)(resource))} ${escapeMarkdown(field)}: ${values}`;
    });
}

// EXTERNAL MODULE: ./lib/report/expectation.js
var expectation = __webpack_require__(1476);
;// CONCATENATED MODULE: ./lib/report/planned-summary.js




/** What somebody who has to approve the plan wants to read, in that order. */
function plannedSections({ plan, steps }) {
    if (plan === null) {
        return [];
    }
    return [
        `Method ${code(plan.method)}: ${escapeMarkdown(plan.methodReason)}`,
        section('What will be down', escapeMarkdown((0,expectation/* expectationText */.g)(steps, plan.expectedDowntime))),
        section('Steps', steps.map(stepText).join('\n')),
        section('What else will be different', bullets(plan.hazards.map(escapeMarkdown))),
        section('What could not be checked', bullets(plan.unchecked.map(escapeMarkdown))),
    ];
}
/** A list, not a table: resource ids would push the other columns out of sight. Each has a line of its own to break in. */
function stepText(step, index) {
    const facts = [
        ...step.calls.map(({ method, target, apiVersion }) => `${method} ${escapeMarkdown((0,readable/* readableResource */.nt)(target))}, api-version ${escapeMarkdown(apiVersion)}<br>${code(target)}`),
        ...changeTexts(step).map((change) => `changes ${change}`),
        `verified by: ${escapeMarkdown(step.verifiedBy)}`,
        `undone by: ${escapeMarkdown(step.undoneBy)}`,
    ];
    return [`${index + 1}. **${escapeMarkdown(step.title)}**`, ...facts.map((fact) => `   - ${fact}`)].join('\n');
}

// EXTERNAL MODULE: ./lib/report/status-text.js
var status_text = __webpack_require__(6688);
;// CONCATENATED MODULE: ./lib/report/steps-section.js



/** What became of each step; what it changes is folded away, because a column of it would leave no room for the titles. */
function stepsSection(steps) {
    if (steps.length === 0) {
        return null;
    }
    const isOneMethod = new Set(steps.map(({ method }) => method)).size === 1;
    const isUndone = steps.some(({ undo }) => undo !== null);
    const rows = steps.map((step, index) => [
        String(index + 1),
        escapeMarkdown(isOneMethod ? step.title : `${step.method}: ${step.title}`),
        attemptText(step.run),
        ...(isUndone ? [step.undo === null ? '' : attemptText(step.undo)] : []),
    ]);
    const header = ['Nr', 'Step', 'Done', ...(isUndone ? ['Undone'] : [])];
    const parts = [table(header, rows), changesOf(steps)].filter((part) => part !== '');
    return section('Steps', parts.join('\n\n'));
}
function changesOf(steps) {
    const lines = steps.flatMap((step, index) => changeTexts(step).map((change) => `- step ${index + 1}: ${change}`));
    return lines.length === 0 ? '' : details('What the steps change', lines.join('\n'));
}
const OUTCOME_TEXT = {
    succeeded: '✅',
    failed: '❌ failed',
    unfinished: '⚠️ unfinished',
    interrupted: '⚠️ begun by the interrupted run',
};
function attemptText(attempt) {
    if (attempt === null) {
        return 'not begun';
    }
    const { outcome, durationMs } = attempt;
    const duration = durationMs === null ? '' : unbroken(` in ${(0,readable/* readableDuration */.P1)(durationMs)}`);
    return `${OUTCOME_TEXT[outcome].replace(' ', '&nbsp;')}${duration}`;
}

// EXTERNAL MODULE: ./lib/report/verdict.js
var verdict = __webpack_require__(975);
;// CONCATENATED MODULE: ./lib/report/summary.js











/** GitHub aborts the upload of a step summary above 1 MiB. The margin is for what else the job writes there. */
const LONGEST_SUMMARY_BYTES = 1_000_000;
/** The report as a step summary in GitHub's Markdown. */
function summarize(report) {
    const next = section('What to do next', stepsToDo(report));
    // Who reads of a failed run wants to act; who reads of another, to know what it was.
    const isFailed = report.outcome === 'failed';
    const before = [
        `### ${escapeMarkdown((0,verdict/* titleOf */.G)(report))}`,
        `**${escapeMarkdown((0,verdict/* verdict */.W)(report))}**`,
        failureNote(report),
        isFailed ? next : null,
        emulatorNote(report),
        ...(report.outcome === 'planned' ? plannedSections(report) : runSections(report)),
    ];
    const after = isFailed ? null : next;
    const head = before.filter((part) => part !== null).join('\n\n');
    const spareBytes = LONGEST_SUMMARY_BYTES - byteLength(head) - byteLength(after ?? '');
    const parts = [head, operationsSection(report.operations, spareBytes), after];
    return `${parts.filter((part) => part !== null).join('\n\n')}\n`;
}
/** Numbered after a failure: each step needs what the one before it has done. */
function stepsToDo(report) {
    const steps = (0,next_steps/* nextSteps */.Z)(report);
    const marker = report.outcome === 'failed' && steps.length > 1 ? '1.' : '-';
    return steps
        .map(({ text, commands }) => {
        const item = `${marker} ${escapeMarkdown(text)}`;
        return commands.length === 0
            ? item
            : `${item}\n\n${indented(commandBlock(commands), marker.length + 1)}\n`;
    })
        .join('\n');
}
function byteLength(text) {
    return Buffer.byteLength(text, 'utf8');
}
function emulatorNote({ emulator }) {
    if (emulator === undefined) {
        return null;
    }
    const speed = emulator.speed === 1
        ? ''
        : ` at ${emulator.speed} times the speed; no figure here is converted back into Azure's seconds`;
    return `> [!NOTE]\n> Made on the emulator, not on Azure: data plane ${code(emulator.dataPlane)}${speed}.`;
}
function runSections(report) {
    if (report.status !== null) {
        return [
            table(['Property', 'Value'], (0,status_text/* statusRows */.O)(report.status).map((row) => row.map(escapeMarkdown))),
        ];
    }
    if (report.outcome === 'no-change' || report.reason !== null) {
        return [];
    }
    return [
        table(['Property', 'Value'], numbers(report)),
        stepsSection(report.steps),
        ganttSection(report),
        report.outcome === 'succeeded' ? hazardsSection(report) : null,
    ];
}
function hazardsSection({ plan }) {
    const hazards = plan?.hazards ?? [];
    return hazards.length === 0
        ? null
        : details(`What else is different now (${hazards.length})`, bullets(hazards.map(escapeMarkdown)));
}
function numbers(report) {
    const { downtime, controlPlane, probe, plan, operations, requests } = report;
    const measured = probe?.downtime ?? null;
    const rows = [
        ['Downtime', downtimeText(report)],
        [
            'Limit (max-downtime)',
            downtime.maxSeconds === null ? null : (0,readable/* readableDuration */.P1)(downtime.maxSeconds * 1000),
        ],
        ['Outages', measured === null ? null : outagesText(measured)],
        ['Control-plane window', hasBegunElsewhere(report) ? null : (0,readable/* readableSeconds */.mB)(controlPlane.seconds)],
        ['Probed', probe === null ? null : `${code(probe.target.url)} every ${probe.intervalMs} ms`],
        ['Requests of the prober', measured === null ? null : samplesText(measured)],
        ['Existing connections', connectionsText(probe)],
        ['Method', plan === null ? null : `${code(plan.method)}: ${escapeMarkdown(plan.methodReason)}`],
        ['From', report.previousLoadBalancer === null ? null : code(report.previousLoadBalancer)],
        ['To', report.newLoadBalancer === null ? null : code(report.newLoadBalancer)],
        ['ARM', `${(0,readable/* countOf */.pq)(operations.length, 'write operation')}, ${(0,readable/* countOf */.pq)(requests.length, 'request')}`],
        ['The run', (0,readable/* readableDuration */.P1)(report.durationMs)],
    ];
    return rows.flatMap(([name, value]) => (value === null ? [] : [[name, value]]));
}
/** What this run has seen of an outage is the end of it. */
function hasBegunElsewhere({ interrupted, recoveredTo }) {
    return interrupted || recoveredTo !== null;
}
function downtimeText(report) {
    const { downtime, probe } = report;
    const measured = probe?.downtime ?? null;
    if (downtime.seconds === null) {
        if (hasBegunElsewhere(report)) {
            return 'not known: it began in the interrupted run';
        }
        return measured === null ? 'not measured' : `${(0,downtime_text/* leastText */.r)(measured)}: not over when probing ended`;
    }
    const duration = `**${(0,readable/* readableSeconds */.mB)(downtime.seconds)}**`;
    return measured === null
        ? `${duration} by the control plane; nobody probed what users saw`
        : `${duration} (${(0,downtime_text/* accuracyText */.D)(measured)})`;
}
/** Of one there is nothing to tell that is not told already. */
function outagesText({ outages, longestMs }) {
    return outages.length > 1 ? `${outages.length}, the longest ${(0,readable/* readableDuration */.P1)(longestMs)}` : null;
}
function samplesText({ sampleCount, failedCount, slowCount }) {
    return `${sampleCount}, ${failedCount} failed, ${slowCount} slow`;
}
function connectionsText(probe) {
    if (probe === null || probe.existingConnections.length === 0) {
        return null;
    }
    const fates = Object.entries(Object.groupBy(probe.existingConnections, ({ fate }) => fate));
    return fates.map(([fate, connections]) => `${connections.length} ${fate}`).join(', ');
}
function ganttSection(report) {
    const chart = gantt(report);
    if (chart === null) {
        return null;
    }
    const note = uncharted(report);
    return section('Timeline', `\`\`\`mermaid\n${chart}\n\`\`\`${note === '' ? '' : `\n\n${note}`}`);
}

;// CONCATENATED MODULE: ./lib/conclude.js












/** Tells the story of the run everywhere it is told: report, outputs, summary, log and exit code. */
async function conclude(recorder, ending) {
    const report = (0,report_report/* buildReport */.F)(await runFacts(recorder, ending), recorder.events, conclusionOf(ending));
    const reportPath = writeReport(report, ending.inputs?.reportPath);
    writeOutputs(report, reportPath);
    await writeSummary(report);
    recorder.log.finish(report);
    // A run that was undone is red, and so is a swap that stands and took longer than was allowed.
    process.exitCode = (0,annotations/* causeError */.IW)(report) === null ? 0 : 1;
}
/** Undefined where a plan ran: its own end is the run's. */
function conclusionOf({ end, failure }) {
    if (failure !== undefined) {
        return { outcome: 'failed', failure };
    }
    switch (end?.kind) {
        case 'no-change':
            return { outcome: 'no-change', reason: end.reason };
        case 'planned':
            return { outcome: 'planned', plan: end.plan };
        case 'swept':
        case 'unlocked':
            return { outcome: 'succeeded', reason: end.reason };
        case 'reported':
            return { outcome: 'reported', status: end.status };
        default:
            return undefined;
    }
}
async function runFacts(recorder, { inputs, subject, startedStepIds, end }) {
    // Loaded only now: a run has better things to do before its first request.
    const { context } = await __webpack_require__.e(/* import() */ 413).then(__webpack_require__.bind(__webpack_require__, 2413));
    const emulator = emulatorFacts();
    const maxDowntimeMs = inputs?.probe.kind === 'on' ? inputs.probe.maxDowntimeMs : undefined;
    return {
        startedAtMs: recorder.startedAtMs,
        startedAtEpochMs: recorder.startedAtEpochMs,
        finishedAtMs: clock/* systemClock */.m.monotonicMs(),
        strategy: inputs?.strategy ?? '',
        command: inputs?.task.command ?? '',
        productionAddresses: subject?.productionAddresses ?? [],
        ...(subject?.previousLoadBalancer === undefined
            ? {}
            : { previousLoadBalancer: subject.previousLoadBalancer }),
        ...(subject?.newLoadBalancer === undefined ? {} : { newLoadBalancer: subject.newLoadBalancer }),
        ...(maxDowntimeMs === undefined ? {} : { maxDowntimeMs }),
        ...(Number.isNaN(context.runId)
            ? {}
            : {
                github: {
                    runUrl: `${context.serverUrl}/${process.env.GITHUB_REPOSITORY}/actions/runs/${context.runId}`,
                    actor: context.actor,
                },
            }),
        ...(startedStepIds === undefined ? {} : { interrupted: { startedStepIds } }),
        ...(end?.kind === 'ran' && end.recoveredTo !== undefined ? { recoveredTo: end.recoveredTo } : {}),
        ...(emulator === undefined ? {} : { emulator }),
    };
}
/** `pessimistic@10`: set by whoever starts the action against the emulator. Over the wire nothing gives it away. */
function emulatorFacts() {
    const [dataPlane, speed] = process.env.AZURE_ROLLOUT_EMULATOR?.split('@') ?? [];
    return dataPlane === undefined ? undefined : { dataPlane, speed: Number(speed ?? 1) };
}
async function writeSummary(report) {
    if (process.env.GITHUB_STEP_SUMMARY === undefined) {
        return;
    }
    try {
        await core/* summary */.z.addRaw(summarize(report)).write();
    }
    catch (error) {
        // As with the report: what has become of production is not changed by a file that cannot be written.
        actions_log/* actionsLog */._.warning(`The step summary could not be written: ${(0,failure/* toFailure */.w)(error).message}`);
    }
}
/** @returns the file's path; empty where it could not be written, which changes nothing about the release. */
function writeReport(report, path) {
    const file = (0,external_node_path_.resolve)(path ?? (0,external_node_path_.join)(process.env.RUNNER_TEMP ?? (0,external_node_os_.tmpdir)(), 'azure-rollout', 'report.json'));
    try {
        (0,external_node_fs_.mkdirSync)((0,external_node_path_.dirname)(file), { recursive: true });
        (0,external_node_fs_.writeFileSync)(file, reportText(report));
        return file;
    }
    catch (error) {
        actions_log/* actionsLog */._.warning(`The report could not be written to ${file}: ${(0,failure/* toFailure */.w)(error).message}`);
        return '';
    }
}


/***/ }),

/***/ 8004:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   w: () => (/* binding */ toFailure)
/* harmony export */ });
/** An error as plain data. Errors of ours carry a stable `code` where there is one. */
function toFailure(error) {
    if (!(error instanceof Error)) {
        return { message: String(error) };
    }
    const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
    return { message: error.message, ...(code === undefined ? {} : { code }) };
}


/***/ }),

/***/ 1079:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Fo: () => (/* binding */ runPlan),
/* harmony export */   Ks: () => (/* binding */ performStep),
/* harmony export */   jG: () => (/* binding */ WithdrawnError),
/* harmony export */   qD: () => (/* binding */ undoSteps)
/* harmony export */ });
/* harmony import */ var _deadline_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(8768);
/* harmony import */ var _failure_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8004);


/** The work has become somebody else's: this run does nothing more of it, and undoes nothing more. */
class WithdrawnError extends Error {
    name = 'WithdrawnError';
}
/**
 * Runs the steps of a plan in order; on the first failure undoes in reverse, the failed step first, because it may have
 * done half of its work.
 *
 * @throws nothing: every end is a result.
 */
async function runPlan(run) {
    const { plan, clock, emit } = run;
    emit({ type: 'plan-started', atMs: clock.monotonicMs(), plan });
    const result = await performSteps(run);
    emit({
        type: 'plan-finished',
        atMs: clock.monotonicMs(),
        outcome: result.outcome,
        ...(result.error === undefined ? {} : { failure: (0,_failure_js__WEBPACK_IMPORTED_MODULE_0__/* .toFailure */ .w)(result.error) }),
    });
    return result;
}
async function performSteps(run) {
    const { clock, signal, timeoutMs, wholeTimeoutMs } = run;
    let current;
    const subject = () => current === undefined ? `the plan "${run.plan.goal}"` : `the step "${current.title}"`;
    const started = [];
    const cleanUpErrors = [];
    try {
        await (0,_deadline_js__WEBPACK_IMPORTED_MODULE_1__/* .withDeadline */ .N)({ clock, signal, timeoutMs, wholeTimeoutMs, subject }, async (limited) => {
            for (const step of run.plan.steps) {
                current = step;
                if (step.cleanUp) {
                    await performCleanUp(run, step, limited, cleanUpErrors);
                }
                else {
                    limited.throwIfAborted();
                    started.push(step);
                    await performStep(run, step, { signal: limited, clock });
                }
            }
        });
        return { outcome: 'succeeded', undoErrors: [], cleanUpErrors };
    }
    catch (error) {
        if (signal.aborted && started.length > 0) {
            return { outcome: 'interrupted', error: signal.reason, undoErrors: [], cleanUpErrors };
        }
        if (run.onFailure === 'stop') {
            return { outcome: 'failed', error, undoErrors: [], cleanUpErrors };
        }
        const undoErrors = await undoSteps({ ...run, undoSignal: signal }, started);
        return { outcome: undoneOutcome(undoErrors, signal), error, undoErrors, cleanUpErrors };
    }
}
/** An undoing that was cancelled has not failed: whoever settles the run goes on with it. */
function undoneOutcome(undoErrors, { aborted }) {
    if (undoErrors.length === 0) {
        return 'rolled-back';
    }
    return aborted ? 'interrupted' : 'failed';
}
async function performStep(run, step, context) {
    const { clock, emit } = run;
    const performer = run.performerOf(step);
    emit({ type: 'step-started', atMs: clock.monotonicMs(), stepId: step.id });
    try {
        context.signal.throwIfAborted();
        await withinTime(step, context, async (limited) => {
            await performer.run(limited);
            await performer.verify(limited);
        });
    }
    catch (error) {
        emit({ type: 'step-failed', atMs: clock.monotonicMs(), stepId: step.id, failure: (0,_failure_js__WEBPACK_IMPORTED_MODULE_0__/* .toFailure */ .w)(error) });
        throw error;
    }
    emit({ type: 'step-succeeded', atMs: clock.monotonicMs(), stepId: step.id });
}
function withinTime({ title, timeoutMs }, { signal, clock }, work) {
    return timeoutMs === undefined
        ? work({ signal, clock })
        : (0,_deadline_js__WEBPACK_IMPORTED_MODULE_1__/* .withDeadline */ .N)({ clock, signal, timeoutMs, subject: `the step "${title}"` }, (limited) => work({ signal: limited, clock }));
}
/**
 * The goal is reached before the first clean-up step: undoing it for a left-over would cost users a second outage. That
 * holds for a cancelled run too: its clean-up is told as failed.
 */
async function performCleanUp(run, step, signal, errors) {
    try {
        await performStep(run, step, { signal, clock: run.clock });
    }
    catch (error) {
        errors.push(error);
    }
}
/**
 * Undoes in reverse. A failed undo does not stop the others: each looks at the live state, and ARM refuses what does
 * not fit, so going on can only bring production nearer to whole. That the work is somebody else's now stops all of it.
 *
 * @param started in the order in which they were started; the last one may have done half of its work.
 * @returns the errors of the undos that failed.
 */
async function undoSteps(run, started) {
    const errors = [];
    for (const step of started.toReversed()) {
        try {
            // Once more: ARM fails for moments, and after this nobody tries. What never came to an end has had its time.
            await undoStep(run, step).catch((error) => isFinal(error) || run.undoSignal?.aborted ? Promise.reject(error) : undoStep(run, step));
        }
        catch (error) {
            errors.push(error);
            if (error instanceof WithdrawnError) {
                break;
            }
        }
    }
    return errors;
}
function isFinal(error) {
    return error instanceof _deadline_js__WEBPACK_IMPORTED_MODULE_1__/* .DeadlineError */ .j || error instanceof WithdrawnError;
}
const NEVER = new AbortController().signal;
async function undoStep(run, step) {
    const { performerOf, clock, undoTimeoutMs, emit, undoSignal: signal = NEVER } = run;
    emit({ type: 'undo-started', atMs: clock.monotonicMs(), stepId: step.id });
    try {
        signal.throwIfAborted();
        await (0,_deadline_js__WEBPACK_IMPORTED_MODULE_1__/* .withDeadline */ .N)({ clock, signal, timeoutMs: undoTimeoutMs, subject: `undoing "${step.title}"` }, (limited) => performerOf(step).undo({ signal: limited, clock }));
    }
    catch (error) {
        emit({ type: 'undo-failed', atMs: clock.monotonicMs(), stepId: step.id, failure: (0,_failure_js__WEBPACK_IMPORTED_MODULE_0__/* .toFailure */ .w)(error) });
        throw error;
    }
    emit({ type: 'undo-succeeded', atMs: clock.monotonicMs(), stepId: step.id });
}


/***/ }),

/***/ 4032:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  W: () => (/* binding */ measureDowntime)
});

;// CONCATENATED MODULE: ./lib/probe/bracket.js
/**
 * How long production was down in an outage that is over. At most for the gap between the good answers around it, because they
 * were served; at least from the sending of the first request that failed to the sending of the last one, because they
 * were not. When a failure came back says nothing: one that was refused took a millisecond, one that was swallowed the
 * timeout. Both bounds are durations between like moments, so a latency that all requests share is in neither.
 *
 * @param failedSentAtMs of the failed requests in the gap, in any order. Where latencies vary they may span more than it.
 */
function bracketOf(gapMs, failedSentAtMs) {
    const firstMs = failedSentAtMs.reduce((first, at) => Math.min(first, at), Infinity);
    const lastMs = failedSentAtMs.reduce((last, at) => Math.max(last, at), -Infinity);
    const atLeastMs = Math.min(gapMs, Math.max(0, lastMs - firstMs));
    return { downMs: (gapMs + atLeastMs) / 2, uncertaintyMs: (gapMs - atLeastMs) / 2 };
}

;// CONCATENATED MODULE: ./lib/probe/downtime.js

/**
 * The downtime that samples prove, whatever their order. Undefined without a single good answer: an outage lies
 * between good answers, so then nothing was measured, which is not the same as 0.
 */
function measureDowntime(samples, options) {
    const good = samples
        .filter((sample) => sample.result.kind === 'good')
        .sort((a, b) => a.completedAtMs - b.completedAtMs);
    if (good.length === 0)
        return undefined;
    const failed = samples.filter((sample) => sample.result.kind === 'failed');
    const endMs = samples.reduce((latest, sample) => Math.max(latest, sample.completedAtMs), -Infinity);
    const outages = findOutages(good, failed, endMs);
    return {
        sampleCount: samples.length,
        outages,
        longestMs: outages.reduce((longest, { downMs }) => Math.max(longest, downMs), 0),
        totalMs: outages.reduce((total, { downMs }) => total + downMs, 0),
        uncertaintyMs: outages.reduce((total, { uncertaintyMs }) => total + uncertaintyMs, 0),
        failedCount: failed.length,
        slowCount: good.filter((sample) => latencyMs(sample) > options.slowAfterMs).length,
        resolutionMs: samples.reduce((worst, sample) => Math.max(worst, sample.sentAtMs - sample.dueAtMs), options.intervalMs),
        ...observeVersions(good),
    };
}
/** `good` in completion order. Gap n lies before good answer n; the last gap has no end. */
function findOutages(good, failed, endMs) {
    const completionsMs = good.map((sample) => sample.completedAtMs);
    return [...Map.groupBy(failed, gapFinder(good, completionsMs))]
        .sort(([a], [b]) => a - b)
        .flatMap(([gap, missed]) => {
        const fromMs = completionsMs[gap - 1];
        const toMs = completionsMs[gap];
        const failedCount = missed.length;
        if (fromMs === undefined)
            return [];
        if (toMs === undefined)
            return [{ fromMs, failedCount, downMs: endMs - fromMs, uncertaintyMs: 0 }];
        const sentAtMs = missed.map((sample) => sample.sentAtMs);
        return [{ fromMs, toMs, failedCount, ...bracketOf(toMs - fromMs, sentAtMs) }];
    });
}
/**
 * Finds the gap that a failed request lies in. Its own completion does not tell: a request swallowed during a short
 * outage times out seconds after service came back, and would invent a second outage among the good answers there; one
 * refused at once overtakes the answers to earlier requests. So it lies where its answer was missed, a typical latency
 * after sending, but not beyond the first good answer to a later request, because by then service was back.
 */
function gapFinder(good, completionsMs) {
    const typicalLatencyMs = lowerMedian(good.map(latencyMs));
    const bySending = good.toSorted((a, b) => a.sentAtMs - b.sentAtMs);
    const sentMs = bySending.map((sample) => sample.sentAtMs);
    const earliestCompletionMs = [];
    bySending.reduceRight((earliest, sample, index) => {
        earliestCompletionMs[index] = Math.min(earliest, sample.completedAtMs);
        return earliestCompletionMs[index];
    }, Infinity);
    return (failed) => {
        const missedAtMs = failed.sentAtMs + typicalLatencyMs;
        const servedAgainAtMs = earliestCompletionMs[countWhile(sentMs, (at) => at <= failed.sentAtMs)];
        const gapOfMiss = countWhile(completionsMs, (at) => at <= missedAtMs);
        if (servedAgainAtMs === undefined)
            return gapOfMiss;
        return Math.min(gapOfMiss, countWhile(completionsMs, (at) => at < servedAgainAtMs));
    };
}
function observeVersions(good) {
    const marked = good.filter((sample) => versionOf(sample) !== undefined);
    const first = marked[0];
    if (first === undefined)
        return {};
    const isOld = (sample) => versionOf(sample) === versionOf(first);
    const firstNew = marked.find((sample) => !isOld(sample));
    const lastOld = marked.findLast(isOld);
    if (firstNew === undefined || lastOld === undefined)
        return {};
    return { lastAnswerFromOldAtMs: lastOld.completedAtMs, firstAnswerFromNewAtMs: firstNew.completedAtMs };
}
function versionOf(sample) {
    return sample.result.kind === 'good' ? sample.result.version : undefined;
}
function latencyMs(sample) {
    return sample.completedAtMs - sample.sentAtMs;
}
function lowerMedian(values) {
    return values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) / 2)] ?? 0;
}
/** Length of the prefix of an ascending list for which `holds`; logarithmic, as a long release has 10,000s of samples. */
function countWhile(ascending, holds) {
    let low = 0;
    let high = ascending.length;
    while (low < high) {
        const middle = (low + high) >>> 1;
        const value = ascending[middle];
        if (value !== undefined && holds(value))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}


/***/ }),

/***/ 7138:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   BP: () => (/* binding */ lockTags),
/* harmony export */   FD: () => (/* binding */ describeLock),
/* harmony export */   PU: () => (/* binding */ isOver),
/* harmony export */   YM: () => (/* binding */ LOCK),
/* harmony export */   by: () => (/* binding */ LockedError),
/* harmony export */   mF: () => (/* binding */ readLock),
/* harmony export */   yx: () => (/* binding */ LockLostError)
/* harmony export */ });
/* harmony import */ var _engine_run_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1079);
/* harmony import */ var _numbered_tags_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(8063);


/** The work is somebody else's at the moment. Nothing was changed. */
class LockedError extends Error {
    name = 'LockedError';
    code = 'Locked';
    lock;
    constructor(address, lock, metBy = 'release') {
        super(`"${address}" is locked ${describeLock(lock)}. ${ADVICE[metBy](address)}`);
        this.lock = lock;
    }
}
const ADVICE = {
    release: (address) => `Wait for that run, or let this one wait with lock-timeout. If its runner is lost, run "command: recover" with ` +
        `production-public-ip: ${address}: it takes the lock over as soon as it sees that nobody works under it, and finishes or ` +
        'undoes what was begun. on-interrupted: recover does not, and "command: unlock" only takes the lock away.',
    recovery: (address) => 'Somebody else was faster, and works on it now: "command: status" tells when that is over. If nothing comes of it, run ' +
        `"command: recover" with production-public-ip: ${address} once more.`,
    unlocking: () => 'It was taken since this run looked, so it is not the lock that was to be taken away: run again for that one.',
};
/** The lease was taken away while its owner worked: somebody else recovers the release, or has unlocked it. */
class LockLostError extends _engine_run_js__WEBPACK_IMPORTED_MODULE_0__/* .WithdrawnError */ .jG {
    name = 'LockLostError';
    code = 'LockLost';
}
/** `by https://… (vip-swap to vipswap/vipswap2lb) until 2026-11-26T04:14:15Z` */
function describeLock({ owner, purpose, expiresAtEpochMs }) {
    const until = Number.isFinite(expiresAtEpochMs) ? `until ${timeText(expiresAtEpochMs)}` : 'without an end';
    return `by ${owner} (${purpose}) ${until}`;
}
/**
 * Whether a lock binds nobody any more: its time is up, or it belongs to an earlier attempt of the same run, which GitHub
 * lets nobody repeat before it has ended.
 */
function isOver(lock, owner, nowEpochMs) {
    if (lock.expiresAtEpochMs <= nowEpochMs) {
        return true;
    }
    const [theirs, ours] = [attemptOf(lock.owner), attemptOf(owner)];
    return (theirs !== undefined && ours !== undefined && theirs.run === ours.run && theirs.attempt < ours.attempt);
}
function attemptOf(owner) {
    const parts = /^(?<run>https?:\/\/.+\/actions\/runs\/\d+)\/attempts\/(?<attempt>\d+)$/.exec(owner)?.groups;
    return parts?.run === undefined ? undefined : { run: parts.run, attempt: Number(parts.attempt) };
}
const LOCK = 'azure-rollout-lock';
function lockTags(lock) {
    return {
        ...(0,_numbered_tags_js__WEBPACK_IMPORTED_MODULE_1__/* .toTags */ .LZ)(LOCK, `until ${timeText(lock.expiresAtEpochMs)} for ${lock.purpose}`),
        ...(0,_numbered_tags_js__WEBPACK_IMPORTED_MODULE_1__/* .toTags */ .LZ)(`${LOCK}-owner`, lock.owner),
        ...(0,_numbered_tags_js__WEBPACK_IMPORTED_MODULE_1__/* .toTags */ .LZ)(`${LOCK}-id`, lock.id),
    };
}
/** What cannot be read was changed by hand: such a lock is nobody's, and has no end but `command: unlock`. */
function readLock(tags) {
    const text = (0,_numbered_tags_js__WEBPACK_IMPORTED_MODULE_1__/* .fromTags */ .y8)(tags, LOCK);
    const id = (0,_numbered_tags_js__WEBPACK_IMPORTED_MODULE_1__/* .fromTags */ .y8)(tags, `${LOCK}-id`);
    if (text === undefined && id === undefined) {
        return undefined;
    }
    const parts = /^until (?<time>\S+) for (?<purpose>.+)$/s.exec(text ?? '')?.groups;
    const expiresAtEpochMs = Date.parse(parts?.time ?? '');
    return {
        id: id ?? '',
        owner: (0,_numbered_tags_js__WEBPACK_IMPORTED_MODULE_1__/* .fromTags */ .y8)(tags, `${LOCK}-owner`) ?? 'somebody unknown',
        purpose: parts?.purpose ?? text ?? 'an unknown purpose',
        expiresAtEpochMs: Number.isNaN(expiresAtEpochMs) ? Number.POSITIVE_INFINITY : expiresAtEpochMs,
    };
}
/** Whole seconds, rounded up: a lock must not end before its time. */
function timeText(epochMs) {
    return new Date(Math.ceil(epochMs / 1000) * 1000).toISOString().replace('.000Z', 'Z');
}


/***/ }),

/***/ 8063:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   LZ: () => (/* binding */ toTags),
/* harmony export */   PE: () => (/* binding */ LONGEST_VALUE),
/* harmony export */   _h: () => (/* binding */ MOST_TAGS),
/* harmony export */   y8: () => (/* binding */ fromTags)
/* harmony export */ });
/** Azure's limits for the tags of one resource (Microsoft.Resources, api-version 2021-04-01). */
const MOST_TAGS = 50;
const LONGEST_VALUE = 256;
/** A text of any length as tags: `name`, and `name-2`, `name-3` for what one value has no room for. */
function toTags(name, text) {
    const parts = partsOf(text);
    return Object.fromEntries(parts.map((part, index) => [numbered(name, index + 1), part]));
}
/** The text that `toTags` has split; undefined where there is none. Azure compares names of tags without case. */
function fromTags(tags, name) {
    const parts = [];
    for (;;) {
        const part = tagValue(tags, numbered(name, parts.length + 1));
        if (part === undefined) {
            return parts.length === 0 ? undefined : parts.join('');
        }
        parts.push(part);
    }
}
function numbered(name, number) {
    return number === 1 ? name : `${name}-${number}`;
}
function tagValue(tags, name) {
    return Object.entries(tags).find(([other]) => other.toLowerCase() === name.toLowerCase())?.[1];
}
/** By code points: half a surrogate pair is not a character that a tag can have. */
function partsOf(text) {
    const parts = [''];
    for (const character of text) {
        const last = parts.length - 1;
        if (`${parts[last]}${character}`.length > LONGEST_VALUE) {
            parts.push(character);
        }
        else {
            parts[last] += character;
        }
    }
    return parts;
}


/***/ }),

/***/ 7570:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   _: () => (/* binding */ actionsLog)
/* harmony export */ });
/* harmony import */ var _actions_core__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8179);

/** The log as the runner shows it: groups, annotations, and debug lines under ACTIONS_STEP_DEBUG. */
const actionsLog = {
    group: (title) => _actions_core__WEBPACK_IMPORTED_MODULE_0__/* .startGroup */ .Oh(title),
    endGroup: () => _actions_core__WEBPACK_IMPORTED_MODULE_0__/* .endGroup */ .N4(),
    info: (text) => _actions_core__WEBPACK_IMPORTED_MODULE_0__/* .info */ .pq(text),
    debug: (text) => _actions_core__WEBPACK_IMPORTED_MODULE_0__/* .debug */ .Yz(text),
    warning: (text) => _actions_core__WEBPACK_IMPORTED_MODULE_0__/* .warning */ .$e(text),
    notice: ({ title, message }) => _actions_core__WEBPACK_IMPORTED_MODULE_0__/* .notice */ .lm(message, { title }),
    error: ({ title, message }) => _actions_core__WEBPACK_IMPORTED_MODULE_0__/* .error */ .z3(message, { title }),
};


/***/ }),

/***/ 8479:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $8: () => (/* binding */ mayHaveWritten),
/* harmony export */   Ad: () => (/* binding */ standingSteps),
/* harmony export */   Q2: () => (/* binding */ hasMoved),
/* harmony export */   Wt: () => (/* binding */ isRecovery),
/* harmony export */   f4: () => (/* binding */ mayBeDown)
/* harmony export */ });
/* harmony import */ var _arm_write_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(2298);

/** A write that got no answer may have been carried out, so it counts; so does whatever an interrupted run did. */
function mayHaveWritten({ interrupted, requests }) {
    return interrupted || requests.some(({ method, path, status }) => (0,_arm_write_js__WEBPACK_IMPORTED_MODULE_0__/* .mayHaveChanged */ .A)(method, path, status));
}
/**
 * What is begun and not known to be undone, in the order in which it has to be undone: a failed step may have done half
 * of its work. A step without calls only looks.
 */
function standingSteps({ steps }) {
    return steps
        .filter(({ calls, run, undo, recovered }) => calls.length > 0 && run !== null && undo?.outcome !== 'succeeded' && !recovered)
        .toReversed();
}
/**
 * Of a run that was cancelled: all that the plan moves was moved, and nobody had begun to take it back. Production is not
 * down then, for all that Azure says; only that it answers was not seen to the end.
 */
function hasMoved({ steps, failure }) {
    const last = steps.findLast(({ window }) => window !== null);
    return (failure?.code === 'Cancelled' &&
        last?.run?.outcome === 'succeeded' &&
        steps.every(({ undo }) => undo === null));
}
/** Of a failed run: whether production may be without its address. What was written outside of any step, nobody knows. */
function mayBeDown(report) {
    if (hasMoved(report)) {
        return false;
    }
    return (standingSteps(report).some(({ window }) => window !== null) ||
        (report.steps.length === 0 && report.command !== 'unlock' && mayHaveWritten(report)));
}
/** Whether the run was there for a release that another one had begun; where production is then, that one has decided. */
function isRecovery({ command, recoveredTo }) {
    return command === 'recover' || recoveredTo !== null;
}


/***/ }),

/***/ 1116:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   IW: () => (/* binding */ causeError),
/* harmony export */   o0: () => (/* binding */ cleanUpWarnings),
/* harmony export */   w$: () => (/* binding */ resultNotice)
/* harmony export */ });
/* harmony import */ var _after_effects_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(8479);
/* harmony import */ var _failure_report_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(1667);
/* harmony import */ var _next_steps_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(5034);
/* harmony import */ var _step_reports_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(9648);
/* harmony import */ var _verdict_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(975);





/** The one notice of a run. */
function resultNotice(report) {
    return { title: (0,_verdict_js__WEBPACK_IMPORTED_MODULE_2__/* .titleOf */ .G)(report), message: (0,_verdict_js__WEBPACK_IMPORTED_MODULE_2__/* .verdict */ .W)(report) };
}
/** The one error of a run: its cause, and what to do. `null` for a run that is green. */
function causeError(report) {
    const { outcome, downtime } = report;
    if (outcome === 'failed' && (0,_after_effects_js__WEBPACK_IMPORTED_MODULE_3__/* .mayHaveWritten */ .$8)(report)) {
        return { title: (0,_verdict_js__WEBPACK_IMPORTED_MODULE_2__/* .titleOf */ .G)(report), message: brokenText(report) };
    }
    if (outcome === 'rolled-back' || outcome === 'failed') {
        const [next] = (0,_next_steps_js__WEBPACK_IMPORTED_MODULE_0__/* .nextSteps */ .Z)(report);
        return { title: (0,_verdict_js__WEBPACK_IMPORTED_MODULE_2__/* .titleOf */ .G)(report), message: [causeText(report), next?.text ?? ''].join(' ').trim() };
    }
    if (outcome === 'succeeded' && downtime.maxExceeded) {
        const message = `${(0,_verdict_js__WEBPACK_IMPORTED_MODULE_2__/* .verdict */ .W)(report)} The move stands: do not run a rollback because this step is red.`;
        return { title: `${report.strategy}: away for longer than max-downtime`, message };
    }
    return null;
}
/** What a run that is green has left behind: nobody looks for it, and it costs money. */
function cleanUpWarnings({ outcome, steps }) {
    return steps.flatMap(({ cleanUp, title, run }) => outcome === 'succeeded' && cleanUp && run?.outcome === 'failed'
        ? [
            `Not cleaned up: "${title}" failed: ${run.failure === null ? 'the cause is not known.' : (0,_failure_report_js__WEBPACK_IMPORTED_MODULE_4__/* .failureText */ .kY)(run.failure)} The summary says how to do it by hand.`,
        ]
        : []);
}
/** An annotation is read without the summary, so all that is needed now is in it. */
function brokenText(report) {
    return [
        (0,_verdict_js__WEBPACK_IMPORTED_MODULE_2__/* .verdict */ .W)(report),
        `Cause: ${causeText(report)}`,
        ...(0,_step_reports_js__WEBPACK_IMPORTED_MODULE_1__/* .undoFailures */ .yQ)(report.steps).map(({ title, failure }) => `Not undone: "${title}": ${(0,_failure_report_js__WEBPACK_IMPORTED_MODULE_4__/* .failureText */ .kY)(failure)}`),
        ...(0,_next_steps_js__WEBPACK_IMPORTED_MODULE_0__/* .nextSteps */ .Z)(report).flatMap(({ text, commands }) => [text, ...commands]),
    ].join('\n');
}
function causeText({ failure }) {
    return failure === null ? 'The cause is not known.' : (0,_failure_report_js__WEBPACK_IMPORTED_MODULE_4__/* .failureText */ .kY)(failure);
}


/***/ }),

/***/ 2298:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   A: () => (/* binding */ mayHaveChanged),
/* harmony export */   a: () => (/* binding */ isWrite)
/* harmony export */ });
/**
 * POSTs that only ask: the health of a load-balancing rule (LoadBalancerLoadBalancingRules_Health, Microsoft.Network
 * 2023-04-01 and later), which preflight wants to know.
 */
const ASKING_ACTION = /\/loadBalancingRules\/[^/]+\/health$/i;
/** Whether a request is meant to change something in Azure. */
function isWrite(method, path) {
    return method !== 'GET' && !(method === 'POST' && ASKING_ACTION.test(path));
}
/**
 * Whether a request may have changed something. ARM changes nothing when it refuses; of a write without an answer
 * (`status` is `null`), or with a broken one, nobody knows.
 */
function mayHaveChanged(method, path, status) {
    return isWrite(method, path) && (status === null || status < 400 || status === 408 || status >= 500);
}


/***/ }),

/***/ 6053:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   D1: () => (/* binding */ openWindow),
/* harmony export */   Fn: () => (/* binding */ findWindows),
/* harmony export */   Iq: () => (/* binding */ foldWindow),
/* harmony export */   XZ: () => (/* binding */ totalWindowMs),
/* harmony export */   gI: () => (/* binding */ noWindow)
/* harmony export */ });
/* harmony import */ var _arm_write_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(2298);
/* harmony import */ var _phase_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1965);


const noWindow = { ..._phase_js__WEBPACK_IMPORTED_MODULE_0__/* .beforeThePlan */ .gG, windows: [], succeeded: null, ended: null };
function findWindows(events) {
    return settle(events.reduce(foldWindow, noWindow)).windows;
}
/** Milliseconds of all windows together. `null` where there was none, or one was never seen to close. */
function totalWindowMs(windows) {
    if (windows.length === 0) {
        return null;
    }
    return windows.reduce((total, { openedAtMs, closedAtMs }) => total === null || closedAtMs === null ? null : total + closedAtMs - openedAtMs, 0);
}
/**
 * Follows the windows event by event. A window is closed when the step that closes it ends, because a step of several
 * addresses has several operations, and the last one counts.
 */
function foldWindow(state, event) {
    switch (event.type) {
        case 'arm-request':
            return opensWindow(state, event) ? open(state, event.sentAtMs) : state;
        case 'arm-operation':
            return noteOperation(state, event);
        case 'plan-started':
            // Another plan begins only where the one before it has left production as it was.
            return { ...close(state, state.ended), ...(0,_phase_js__WEBPACK_IMPORTED_MODULE_0__/* .foldPhase */ .Vg)(state, event), succeeded: null };
        default: {
            const next = (0,_phase_js__WEBPACK_IMPORTED_MODULE_0__/* .foldPhase */ .Vg)(state, event);
            if (next === state) {
                return state;
            }
            const settled = event.type === 'undo-succeeded' ? settleUndo(state) : settle(state);
            return { ...settled, plan: next.plan, phase: next.phase, succeeded: null };
        }
    }
}
function opensWindow(state, { method, path, result }) {
    const status = result.kind === 'answer' ? result.status : null;
    return (openWindow(state) === undefined &&
        opens(state.phase) &&
        isOfThePhase(state, path) &&
        (0,_arm_write_js__WEBPACK_IMPORTED_MODULE_1__/* .mayHaveChanged */ .A)(method, path, status));
}
function isOfThePhase({ phase }, path) {
    return phase !== null && (0,_phase_js__WEBPACK_IMPORTED_MODULE_0__/* .concerns */ .Kc)(phase.step, path);
}
/** Undoing the step that gave the address back takes it away again. */
function opens(phase) {
    const edge = phase?.step.window;
    return edge === 'opens-and-closes' || edge === (phase?.direction === 'undo' ? 'closes' : 'opens');
}
function closes(phase) {
    const edge = phase?.step.window;
    return edge === 'opens-and-closes' || edge === (phase?.direction === 'undo' ? 'opens' : 'closes');
}
function open(state, openedAtMs) {
    const opened = { openedAtMs, closedAtMs: null, detach: null, attach: null };
    return { ...state, windows: [...state.windows, opened], ended: null };
}
function noteOperation(state, event) {
    if (!isOfThePhase(state, event.path)) {
        return state;
    }
    const times = { acceptedAtMs: event.acceptedAtMs, endedAtMs: event.atMs };
    const current = openWindow(state);
    const detaches = current?.detach === null && opens(state.phase);
    return {
        ...state,
        windows: detaches ? [...state.windows.slice(0, -1), { ...current, detach: times }] : state.windows,
        succeeded: event.status === 'Succeeded' ? times : state.succeeded,
        ended: times,
    };
}
function settle(state) {
    return closes(state.phase) ? close(state, state.succeeded) : state;
}
/** An undo that had nothing to write found production whole: then it has been so since the last operation ended. */
function settleUndo(state) {
    return closes(state.phase) ? close(state, state.succeeded ?? state.ended) : state;
}
function close(state, attach) {
    const current = openWindow(state);
    if (current === undefined || attach === null) {
        return state;
    }
    const closed = { ...current, closedAtMs: attach.endedAtMs, attach };
    return { ...state, windows: [...state.windows.slice(0, -1), closed] };
}
function openWindow({ windows }) {
    const last = windows.at(-1);
    return last?.closedAtMs === null ? last : undefined;
}


/***/ }),

/***/ 1649:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   D: () => (/* binding */ accuracyText),
/* harmony export */   r: () => (/* binding */ leastText)
/* harmony export */ });
/* harmony import */ var _readable_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8828);

/** How good a measured downtime is: what its requests leave open. One that fits between two of them is not seen at all. */
function accuracyText({ outages, resolutionMs, uncertaintyMs }) {
    return outages.length === 0
        ? `one shorter than ${(0,_readable_js__WEBPACK_IMPORTED_MODULE_0__/* .readableDuration */ .P1)(resolutionMs)} may be missed`
        : `± ${(0,_readable_js__WEBPACK_IMPORTED_MODULE_0__/* .readableDuration */ .P1)(uncertaintyMs)}`;
}
/** Of a downtime that was not over when probing ended: what it lasted whatever else is true. */
function leastText({ totalMs, uncertaintyMs }) {
    return `at least ${(0,_readable_js__WEBPACK_IMPORTED_MODULE_0__/* .readableDuration */ .P1)(totalMs - uncertaintyMs)}`;
}


/***/ }),

/***/ 1476:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   g: () => (/* binding */ expectationText)
/* harmony export */ });
/** What will be down, when, and for how long by what was recorded of such operations. */
function expectationText(steps, expected) {
    const opens = steps.findIndex(({ window }) => window === 'opens' || window === 'opens-and-closes') + 1;
    const closes = steps.findLastIndex(({ window }) => window === 'closes' || window === 'opens-and-closes') + 1;
    if (opens === 0) {
        return 'Nothing: no step takes the production address away.';
    }
    const when = opens === closes ? `during step ${opens}` : `from step ${opens} to the end of step ${closes}`;
    return `The production address does not answer ${when}. ${figuresText(expected)}`;
}
function figuresText({ medianSeconds, p90Seconds, atLeastSeconds, basis }) {
    const figures = [
        atLeastSeconds === undefined ? '' : `at least ${atLeastSeconds} s`,
        medianSeconds === null ? '' : `about ${medianSeconds} s in half of the cases`,
        p90Seconds === null ? '' : `at most about ${p90Seconds} s in nine of ten`,
    ].filter((figure) => figure !== '');
    return figures.length === 0
        ? `For how long was never recorded: ${basis}.`
        : `Expected: ${figures.join(', ')} (${basis}).`;
}


/***/ }),

/***/ 1667:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Wo: () => (/* binding */ toFailureReport),
/* harmony export */   kY: () => (/* binding */ failureText),
/* harmony export */   si: () => (/* binding */ isInterruption)
/* harmony export */ });
function toFailureReport(failure) {
    return { message: failure.message, code: failure.code ?? null };
}
/** Plain text that ends a sentence. The code is what people search for; ARM repeats it in some messages, and not in others. */
function failureText({ message, code }) {
    const text = code === null || message.includes(code) ? message : `${code}: ${message}`;
    return /[.!?]$/.test(text) ? text : `${text}.`;
}
/** Somebody ended the run: there is no cause to be removed. */
function isInterruption(failure) {
    return failure?.code === 'Cancelled' || failure?.code === 'Interrupted';
}


/***/ }),

/***/ 5034:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  Z: () => (/* binding */ nextSteps)
});

// EXTERNAL MODULE: ./lib/report/after-effects.js
var after_effects = __webpack_require__(8479);
// EXTERNAL MODULE: ./lib/azure/resource-id.js
var resource_id = __webpack_require__(8481);
;// CONCATENATED MODULE: ./lib/report/azure-cli.js

/** Stands for the id of an address that only the reader can choose. */
const FREE_ADDRESS = 'FREE_ADDRESS_ID';
/**
 * Azure CLI commands that take the changes of one step back, in the order in which they have to run. Empty where they
 * cannot be told from the changes.
 */
function takeBackCommands(changes) {
    const commands = changes.toReversed().map(takeBackCommand);
    if (commands.length === 0 || commands.includes(null)) {
        return [];
    }
    const known = commands.filter((command) => command !== null);
    const exchanged = exchangeOf(changes);
    return exchanged === null ? known : [park(exchanged), ...known.toReversed()];
}
/** Commands that delete what the changes of a step were to delete. */
function deleteCommands(changes) {
    return changes.flatMap(({ resource, field, to }) => isWholeAddress(resource, field) && to === null ? [deleteAddress(resource)] : []);
}
/**
 * Two frontends that got each other's address in one operation. ARM binds an address once, so one of them has to be
 * pointed at a third address first; then the commands fit whichever half of the exchange was carried out.
 *
 * @returns the change of the one that gives way: the last, which has what the first shall get back.
 */
function exchangeOf(changes) {
    const [first] = changes;
    const last = changes.at(-1);
    return first !== undefined && last !== undefined && (0,resource_id/* sameId */.s)(first.from ?? undefined, last.to ?? undefined)
        ? last
        : null;
}
function park({ resource, field }) {
    return takeBackCommand({ resource, field, from: FREE_ADDRESS, to: null }) ?? '';
}
function takeBackCommand({ resource, field, from }) {
    const frontend = FRONTEND_ADDRESS.exec(field)?.groups?.frontend;
    const loadBalancer = (0,resource_id/* parseResourceId */.RQ)(resource);
    if (frontend !== undefined && loadBalancer !== undefined && from !== null) {
        const { resourceGroup, name, subscriptionId } = loadBalancer;
        return (`az network lb frontend-ip update -g ${quote(resourceGroup)} --lb-name ${quote(name)} -n ${quote(frontend)} ` +
            `--public-ip-address ${quote(from)} --subscription ${quote(subscriptionId)}`);
    }
    return isWholeAddress(resource, field) && from === null ? deleteAddress(resource) : null;
}
const FRONTEND_ADDRESS = /^frontendIPConfigurations\/(?<frontend>.+)\.publicIPAddress\.id$/;
/** The address itself, and not a tag of it that comes or goes: nobody shall delete production for that. */
function isWholeAddress(resource, field) {
    const type = (0,resource_id/* parseResourceId */.RQ)(resource)?.type.toLowerCase();
    return field === '(resource)' && type === 'microsoft.network/publicipaddresses';
}
function deleteAddress(id) {
    return `az network public-ip delete --ids ${quote(id)}`;
}
/** For a POSIX shell: resource groups may have parentheses in their names. */
function quote(text) {
    return /^[\w./-]+$/.test(text) ? text : `'${text.replace(/\s+/g, ' ').replaceAll("'", "'\\''")}'`;
}

// EXTERNAL MODULE: ./lib/report/failure-report.js
var failure_report = __webpack_require__(1667);
// EXTERNAL MODULE: ./lib/report/step-reports.js
var step_reports = __webpack_require__(9648);
;// CONCATENATED MODULE: ./lib/report/next-steps.js




/** What the reader does next; the first is the most urgent. */
function nextSteps(report) {
    switch (report.outcome) {
        case 'succeeded':
            return succeeded(report);
        case 'rolled-back':
            return [again(report)];
        case 'failed':
            return failed(report);
        case 'planned':
            return [
                say('Run again with command: run to carry this plan out. The plan is made anew then, from what Azure says at that moment.'),
            ];
        case 'reported':
            return reported(report);
        case 'no-change':
            return [];
    }
}
function reported(report) {
    const addresses = report.status?.addresses ?? [];
    switch (report.status?.state) {
        case 'interrupted':
            return addresses.some(({ problem }) => problem !== null)
                ? [say('Do what the row "Interrupted" says: this version cannot read what was begun.')]
                : [recoverStep(report, 'Bring the interrupted release to an end')];
        case 'locked':
            return addresses.some(({ lock, interrupted, problem }) => lock !== null && !lock.isOver && interrupted === null && problem === null)
                ? [
                    say('Wait for whoever has the lock. If that is nobody any more, take it away with "command: unlock" and unlock-reason: ' +
                        'no release is written down beside it, so there is nothing to recover.'),
                ]
                : [
                    say('Wait for the run that has the lock. If its runner is lost, "command: recover" brings what it had begun to an end.'),
                ];
        case 'orphaned':
            return [
                recoverStep(report, 'Sweep up what is left over'),
                ...addresses
                    .flatMap(({ orphans }) => orphans)
                    .flatMap(({ name, heldBy }) => heldBy === null
                    ? []
                    : [
                        say(`It leaves ${name} alone, because ${heldBy} holds it: give that another address first.`),
                    ]),
            ];
        default:
            return [];
    }
}
/** The one command that is safe at any time, whoever gives it. */
function recoverStep({ productionAddresses }, what) {
    const names = productionAddresses.map(({ name }) => name).join(', ');
    return say(`${what}: run the action with "command: recover"${names === '' ? '' : ` and "production-public-ip: ${names}"`}, in a ` +
        'workflow like examples/operate.yml. It is safe at any time, and by several people at once.');
}
function say(text, commands = []) {
    return { text, commands };
}
function succeeded(report) {
    const { downtime, previousLoadBalancer } = report;
    if (report.reason !== null && report.command !== 'unlock') {
        return [];
    }
    if (report.reason !== null) {
        return [
            say('What the owner of the lock had begun, if anything, stays as it was: "command: status" tells, and "command: recover" ' +
                'brings it to an end.'),
        ];
    }
    return [
        ...(downtime.maxExceeded
            ? [
                say('The move stands; the step fails because production was away for longer than max-downtime allows.'),
            ]
            : []),
        ...report.steps
            .filter(({ cleanUp, run }) => cleanUp && run?.outcome === 'failed')
            .map((step) => cleanUpStep(report, step)),
        ...(previousLoadBalancer === null || report.recoveredTo !== null
            ? []
            : [wayBack(report.command, previousLoadBalancer)]),
    ];
}
function cleanUpStep(report, step) {
    if (!touchesResources(step)) {
        return recoverStep(report, `Do what was left over, "${step.title}"`);
    }
    const commands = deleteCommands(step.changes);
    return say(`Do by hand what was left over, "${step.title}"${commands.length === 0 ? '.' : ':'}`, commands);
}
/** A rollback is not rolled back: that would be a release. */
function wayBack(command, loadBalancer) {
    return command === 'rollback'
        ? say(`To go forwards again, use command: run with target-load-balancer: ${loadBalancer}. What served before still stands behind it.`)
        : say(`To go back, use command: rollback, or run again with target-load-balancer: ${loadBalancer}. What served before still stands behind it.`);
}
/** Where the cause says already how it is removed: what comes after that. */
const AFTER_THE_CAUSE = {
    Locked: 'This run has changed nothing: run again when that one has ended.',
    InterruptedRelease: 'This run has changed nothing: run again when that release has come to its end.',
};
/** Nothing of the run is left: what it takes to try again. */
function again(report) {
    const { failure } = report;
    const afterwards = AFTER_THE_CAUSE[failure?.code ?? ''];
    if (afterwards !== undefined && !(0,after_effects/* mayHaveWritten */.$8)(report)) {
        return say(afterwards);
    }
    if ((0,failure_report/* isInterruption */.si)(failure)) {
        const ended = failure?.code === 'Cancelled' ? 'cancelled' : 'interrupted';
        const state = (0,after_effects/* mayHaveWritten */.$8)(report)
            ? `What the run had changed when it was ${ended} is undone`
            : `Nothing had been changed when the run was ${ended}`;
        return say(`${state}. Running again starts from where things are.`);
    }
    return say((0,after_effects/* mayHaveWritten */.$8)(report)
        ? 'Remove the cause and run again: what this run had changed is undone.'
        : 'Remove the cause and run again.');
}
function failed(report) {
    const { failure } = report;
    if ((0,after_effects/* isRecovery */.Wt)(report) && (0,after_effects/* mayHaveWritten */.$8)(report)) {
        const what = (0,failure_report/* isInterruption */.si)(failure) ? 'Recover once more' : 'Remove the cause, and recover once more';
        return [recoverStep(report, what)];
    }
    if (hasLostLock(report)) {
        return [
            say('Change nothing by hand: somebody else may be at work on it. "command: status" tells who, and how things are.'),
            recoverStep(report, 'When nobody is, bring the release to an end'),
        ];
    }
    if ((0,after_effects/* mayBeDown */.f4)(report) && report.steps.length === 0) {
        return [
            recoverStep(report, 'Bring the release to an end'),
            say('Where that cannot be run, see which frontend has the production address now, and give it to the one that shall ' +
                'serve: it may be at either, or at none.'),
        ];
    }
    if ((0,after_effects/* hasMoved */.Q2)(report)) {
        // By hand there is nothing to do: taking it back would be an outage, and what is left over costs no user anything.
        return [...retryByPost(report), recoverStep(report, 'Bring the release to an end')];
    }
    const standing = (0,after_effects/* standingSteps */.Ad)(report);
    if (standing.length === 0) {
        return [again(report)];
    }
    const manual = standing.filter(touchesResources);
    return [
        ...retryByPost(report),
        recoverStep(report, 'Bring the release to an end'),
        ...(manual.length === 0
            ? []
            : [
                say('Once it has, all is done. Only where it cannot be run, go on by hand:'),
                ...manual.map(takeBack),
            ]),
        say('Then see that production answers.'),
    ];
}
/** Noticed before a step, or only when it was to be undone. */
function hasLostLock({ failure, steps }) {
    return [failure, ...(0,step_reports/* undoFailures */.yQ)(steps).map((undo) => undo.failure)].some((each) => each?.code === 'LockLost');
}
/** What is only written down in tags needs no hand: a recovery removes it. */
function touchesResources({ changes }) {
    return changes.some(({ field }) => !field.startsWith('tags/'));
}
/** Two who undo the same at the same time refuse each other's writes. */
function retryByPost({ interrupted, failure, steps }) {
    if (interrupted) {
        return [];
    }
    if (failure?.code === 'Cancelled') {
        return [
            say('The post step of this job undoes what was begun, or finishes it, unless on-failure is "stop": see its result first. If it ' +
                'failed, or did not run, go on.'),
        ];
    }
    return (0,step_reports/* undoFailures */.yQ)(steps).length === 0
        ? []
        : [
            say('The post step of this job tries once more to undo this: see its result first. If it failed too, or did not run, go on.'),
        ];
}
function takeBack({ title, changes, undoneBy }) {
    const commands = takeBackCommands(changes);
    if (commands.length === 0) {
        return say(`Take back "${title}" by hand. It is undone by ${undoneBy}.`);
    }
    const free = commands.some((command) => command.includes(FREE_ADDRESS))
        ? `, with the id of a public IP address that nothing holds, of the same SKU and IP version, for ${FREE_ADDRESS}`
        : '';
    return say(`Take back "${title}"${free}:`, commands);
}


/***/ }),

/***/ 1965:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Kc: () => (/* binding */ concerns),
/* harmony export */   Vg: () => (/* binding */ foldPhase),
/* harmony export */   gG: () => (/* binding */ beforeThePlan)
/* harmony export */ });
const beforeThePlan = { plan: null, phase: null };
function foldPhase(state, event) {
    switch (event.type) {
        case 'plan-started':
            return { plan: event.plan, phase: null };
        case 'step-started':
            return enter(state, event.stepId, 'run');
        case 'undo-started':
            return enter(state, event.stepId, 'undo');
        case 'step-succeeded':
        case 'step-failed':
        case 'undo-succeeded':
        case 'undo-failed':
        case 'plan-finished':
            return { ...state, phase: null };
        default:
            return state;
    }
}
/**
 * Whether a write is about what the step is about. Undoing a step may take writes to other resources (a temporary
 * address that is made and deleted again), and those neither take production away nor give it back.
 */
function concerns({ changes, calls }, path) {
    const written = path.toLowerCase();
    const subjects = [...changes.map(({ resource }) => resource), ...calls.map(({ target }) => target)];
    return subjects
        .map((subject) => subject.toLowerCase())
        .some((subject) => written === subject || written.startsWith(`${subject}/`));
}
function enter(state, stepId, direction) {
    const step = state.plan?.steps.find(({ id }) => id === stepId);
    return { ...state, phase: step === undefined ? null : { step, direction } };
}


/***/ }),

/***/ 8828:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $Q: () => (/* binding */ clip),
/* harmony export */   P1: () => (/* binding */ readableDuration),
/* harmony export */   iX: () => (/* binding */ readableValue),
/* harmony export */   mB: () => (/* binding */ readableSeconds),
/* harmony export */   nt: () => (/* binding */ readableResource),
/* harmony export */   pq: () => (/* binding */ countOf)
/* harmony export */ });
/* harmony import */ var _azure_resource_id_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8481);

/** A duration as a person reads it: `0.61 s`, `61.25 s`, `12 min 05 s`. */
function readableDuration(durationMs) {
    if (durationMs < 120_000) {
        return `${(durationMs / 1000).toFixed(2)} s`;
    }
    const seconds = Math.round(durationMs / 1000);
    return `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, '0')} s`;
}
/** Of a figure in seconds that may not have been measured. */
function readableSeconds(seconds) {
    return seconds === null ? 'not measured' : readableDuration(seconds * 1000);
}
/** The end of an ARM path, which is what tells resources apart: `loadBalancers/vipswap1lb`. */
function readableResource(path) {
    return path.split('/').filter(Boolean).slice(-2).join('/');
}
/** A value of a field: a resource id by its name, as the field says what it is; anything else as it is. */
function readableValue(value) {
    if (value === null) {
        return 'absent';
    }
    return value.startsWith('/subscriptions/') ? (0,_azure_resource_id_js__WEBPACK_IMPORTED_MODULE_0__/* .nameOf */ .Vb)(value) : value;
}
/** `1 request`, `2 requests`. */
function countOf(count, noun) {
    return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
/** Cut to `length` characters, and it shows. */
function clip(text, length) {
    return text.length <= length ? text : `${text.slice(0, length - 1)}…`;
}


/***/ }),

/***/ 4982:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  T: () => (/* binding */ createRecorder)
});

// EXTERNAL MODULE: ./lib/report/annotations.js
var annotations = __webpack_require__(1116);
;// CONCATENATED MODULE: ./lib/report/quota.js
/** Of ARM's 200 to 250 requests a bucket. */
const LOW_FOR_A_SUBSCRIPTION = 20;
/** Compute allows some operations 12 times in a row on one resource. */
const LOW_FOR_A_RESOURCE = 2;
/**
 * The buckets that are nearly empty.
 *
 * @param remaining `x-ms-ratelimit-remaining-*` without that prefix. ARM's own hold a number, `resource` of Compute holds
 *   `Microsoft.Compute/<bucket>;<left>` several times over, separated by commas.
 */
function lowQuotas(remaining) {
    return Object.entries(remaining).flatMap(([name, value]) => name === 'resource'
        ? resourceQuotas(value).filter(({ left }) => left <= LOW_FOR_A_RESOURCE)
        : numbered(name, value).filter(({ left }) => left <= LOW_FOR_A_SUBSCRIPTION));
}
function resourceQuotas(value) {
    return value.split(',').flatMap((bucket) => {
        const [name = '', left = ''] = bucket.split(';');
        return numbered(name.trim(), left);
    });
}
function numbered(name, value) {
    const left = value.trim() === '' ? Number.NaN : Number(value);
    return Number.isFinite(left) ? [{ name, left }] : [];
}

// EXTERNAL MODULE: ./lib/report/readable.js
var readable = __webpack_require__(8828);
;// CONCATENATED MODULE: ./lib/report/arm-lines.js


/**
 * One line for every request that matters to a reader; polls only at debug, and one line for the end of what was
 * polled. A repetition says what it repeats: the warning is for the first one, the rest are plain lines, because GitHub
 * shows ten warnings of a step and a throttled run has more.
 */
function armLines() {
    const lastResults = new Map();
    const announced = new Set();
    return (event) => {
        if (event.type === 'arm-operation') {
            return operationLines(event);
        }
        if (event.type !== 'arm-request') {
            return [];
        }
        const key = `${event.method} ${event.path}`;
        const lines = requestLines(event, lastResults.get(key));
        lastResults.set(key, resultText(event));
        return [...lines, ...quotaLines(event, announced)];
    };
}
function requestLines(event, lastResult) {
    const { atMs, reason } = event;
    const text = `${event.method} ${(0,readable/* readableResource */.nt)(event.path)} ${answerText(event)}`;
    switch (reason.kind) {
        case 'call':
            return [{ level: 'info', atMs, text }];
        case 'poll':
            return [{ level: wentWrong(event) ? 'info' : 'debug', atMs, text: `${text} (poll ${reason.number})` }];
        case 'retry': {
            const because = lastResult === undefined ? '' : ` because of ${lastResult}`;
            const level = reason.number === 1 ? 'warning' : 'info';
            return [{ level, atMs, text: `${text} (repetition ${reason.number}${because})` }];
        }
    }
}
function wentWrong({ result }) {
    return result.kind === 'no-answer' || result.status >= 400;
}
function answerText(event) {
    const requestId = event.requestId === undefined ? '' : ` req=${event.requestId}`;
    return `${resultText(event)} ${(0,readable/* readableDuration */.P1)(event.atMs - event.sentAtMs)}${requestId}`;
}
function resultText({ result }) {
    if (result.kind === 'no-answer') {
        return `no answer (${result.cause})`;
    }
    return [result.status, result.errorCode].filter((part) => part !== undefined).join(' ');
}
/** Nothing where the answer to the write has said it all already. */
function operationLines(event) {
    const { atMs, sentAtMs, method, path, status, errorCode, polls } = event;
    if (polls === 0 && status === 'Succeeded') {
        return [];
    }
    const ending = [status, errorCode].filter((part) => part !== undefined).join(' ');
    const text = `${method} ${(0,readable/* readableResource */.nt)(path)} ${ending} after ${(0,readable/* readableDuration */.P1)(atMs - sentAtMs)}, ${(0,readable/* countOf */.pq)(polls, 'poll')}`;
    return [{ level: 'info', atMs, text }];
}
/** A poll hardly changes what is left, and there are hundreds: only what runs low is told of them. */
function quotaLines({ atMs, remaining, reason }, announced) {
    const fresh = lowQuotas(remaining).filter(({ name }) => !announced.has(name));
    for (const { name } of fresh) {
        announced.add(name);
    }
    const all = Object.entries(reason.kind === 'poll' ? {} : remaining).map(([name, value]) => `${name} ${value}`);
    return [
        ...fresh.map(({ name, left }) => ({
            level: 'warning',
            atMs,
            text: `Azure has little quota left: ${name} ${left}. It refills within minutes; until then it may answer 429.`,
        })),
        ...(all.length === 0 ? [] : [{ level: 'debug', atMs, text: `remaining: ${all.join(', ')}` }]),
    ];
}

// EXTERNAL MODULE: ./lib/report/next-steps.js + 1 modules
var next_steps = __webpack_require__(5034);
// EXTERNAL MODULE: ./lib/report/expectation.js
var expectation = __webpack_require__(1476);
// EXTERNAL MODULE: ./lib/report/step-reports.js
var step_reports = __webpack_require__(9648);
;// CONCATENATED MODULE: ./lib/report/plan-text.js



/** A plan as lines of plain text, for the log. */
function planText(plan) {
    return [
        plan.goal,
        `Method ${plan.method}: ${plan.methodReason}`,
        (0,expectation/* expectationText */.g)((0,step_reports/* unrunSteps */.s0)(plan), plan.expectedDowntime),
        ...plan.steps.flatMap((step, index) => [
            `${index + 1}. ${step.title}`,
            ...step.calls.map(({ method, target, apiVersion }) => `   ${method} ${target} (${apiVersion})`),
            ...step.changes.map(({ resource, field, from, to }) => `   ${(0,readable/* readableResource */.nt)(resource)} ${field}: ${(0,readable/* readableValue */.iX)(from)} -> ${(0,readable/* readableValue */.iX)(to)}`),
            `   verified by: ${step.verifiedBy}`,
            `   undone by: ${step.undoneBy}`,
        ]),
        ...plan.hazards.map((hazard) => `Hazard: ${hazard}`),
        ...plan.unchecked.map((unchecked) => `Not checked: ${unchecked}`),
    ];
}

;// CONCATENATED MODULE: ./lib/report/probe-lines.js

/** The prober in the log: only its changes, because it asks several times a second. */
function probeLines() {
    const watch = { lastGoodAtMs: null, down: false, sampleCount: 0, failedCount: 0 };
    return (event) => {
        switch (event.type) {
            case 'probe-started': {
                const { target, intervalMs, timeoutMs, atMs } = event;
                const text = `Probing ${target.url} every ${intervalMs} ms, timeout ${(0,readable/* readableDuration */.P1)(timeoutMs)} (${target.source})`;
                return [{ level: 'info', atMs, text }];
            }
            case 'probe-sample':
                return sampleLines(watch, event.sample);
            case 'probe-connection': {
                const text = `A connection opened ${(0,readable/* readableDuration */.P1)(event.atMs - event.openedAtMs)} ago was ${event.fate === 'hung' ? 'left hanging' : event.fate}`;
                return [{ level: event.fate === 'kept' ? 'debug' : 'info', atMs: event.atMs, text }];
            }
            case 'probe-failed': {
                const text = `The prober died: ${event.cause}. Downtime is not measured from here on.`;
                return [{ level: 'warning', atMs: event.atMs, text }];
            }
            case 'probe-stopped': {
                const text = `Probing stopped after ${(0,readable/* countOf */.pq)(watch.sampleCount, 'request')}, ${watch.failedCount} failed`;
                return [{ level: 'info', atMs: event.atMs, text }];
            }
            default:
                return [];
        }
    };
}
function sampleLines(watch, sample) {
    watch.sampleCount += 1;
    return sample.result.kind === 'good'
        ? goodLines(watch, sample)
        : failedLines(watch, sample, sample.result.cause);
}
function goodLines(watch, { completedAtMs, result }) {
    const { down, lastGoodAtMs } = watch;
    watch.down = false;
    watch.lastGoodAtMs = Math.max(completedAtMs, lastGoodAtMs ?? completedAtMs);
    if (!down) {
        return [];
    }
    const version = result.kind === 'good' && result.version !== undefined ? ` from ${result.version}` : '';
    const after = lastGoodAtMs === null ? '' : `: ${(0,readable/* readableDuration */.P1)(completedAtMs - lastGoodAtMs)} without a good answer`;
    return [{ level: 'info', atMs: completedAtMs, text: `First good answer again${version}${after}` }];
}
/**
 * A request swallowed during an outage times out after service is back: sent before the last good answer, it says
 * nothing about now.
 */
function failedLines(watch, { sentAtMs, completedAtMs }, cause) {
    watch.failedCount += 1;
    if (watch.down || (watch.lastGoodAtMs !== null && sentAtMs < watch.lastGoodAtMs)) {
        return [];
    }
    watch.down = true;
    const since = watch.lastGoodAtMs === null
        ? 'none was good so far'
        : `the last good one came ${(0,readable/* readableDuration */.P1)(completedAtMs - watch.lastGoodAtMs)} ago`;
    return [{ level: 'info', atMs: completedAtMs, text: `First failed answer: ${cause}; ${since}` }];
}

// EXTERNAL MODULE: ./lib/report/phase.js
var phase = __webpack_require__(1965);
;// CONCATENATED MODULE: ./lib/report/progress.js


/** What is going on while nothing happens that would have a line of its own. */
function createProgress() {
    let state = phase/* beforeThePlan */.gG;
    let running = null;
    let lastGoodAtMs = null;
    let failing = false;
    return {
        read(event) {
            const next = (0,phase/* foldPhase */.Vg)(state, event);
            running = next === state ? foldRunning(running, event) : null;
            state = next;
            if (event.type === 'probe-sample') {
                failing = event.sample.result.kind === 'failed';
                lastGoodAtMs = failing ? lastGoodAtMs : event.sample.completedAtMs;
            }
        },
        text(nowMs) {
            const { phase } = state;
            const doing = phase === null
                ? 'Still at work'
                : `Still ${phase.direction === 'undo' ? 'undoing' : 'in'} "${phase.step.title}"`;
            const waiting = running === null
                ? ''
                : `: ${running.label} has been running for ${(0,readable/* readableDuration */.P1)(nowMs - running.sentAtMs)}, ${(0,readable/* countOf */.pq)(running.polls, 'poll')}`;
            const outage = failing && lastGoodAtMs !== null
                ? `; production has not answered for ${(0,readable/* readableDuration */.P1)(nowMs - lastGoodAtMs)}`
                : '';
            return `${doing}${waiting}${outage}`;
        },
    };
}
function foldRunning(running, event) {
    if (event.type === 'arm-operation') {
        return null;
    }
    if (event.type !== 'arm-request') {
        return running;
    }
    if (event.reason.kind === 'poll') {
        return running === null ? null : { ...running, polls: event.reason.number };
    }
    return isAccepted(event)
        ? { label: `${event.method} ${(0,readable/* readableResource */.nt)(event.path)}`, sentAtMs: event.sentAtMs, polls: 0 }
        : running;
}
function isAccepted({ method, result }) {
    return method !== 'GET' && result.kind === 'answer' && result.status < 400;
}

// EXTERNAL MODULE: ./lib/record/lock.js
var lock = __webpack_require__(7138);
;// CONCATENATED MODULE: ./lib/report/record-lines.js

/** What a run has to do with other runs: whom it waits for, and what it has brought to an end in their place. */
function recordLines() {
    return (event) => {
        switch (event.type) {
            case 'lock-wait':
                return [info(event.atMs, `"${event.address}" is locked ${(0,lock/* describeLock */.FD)(event.lock)}`)];
            case 'recovered':
                return [info(event.atMs, `The interrupted release is ${END[event.direction]}`)];
            default:
                return [];
        }
    };
}
const END = { finish: 'finished', undo: 'undone' };
function info(atMs, text) {
    return { level: 'info', atMs, text };
}

// EXTERNAL MODULE: ./lib/report/status-text.js
var status_text = __webpack_require__(6688);
;// CONCATENATED MODULE: ./lib/report/step-lines.js
/** Title of the group of a step: `Step 2 of 5: Point lb2 at the temporary address`. */
function stepTitle(plan, { type, stepId }) {
    const steps = plan?.steps ?? [];
    const index = steps.findIndex(({ id }) => id === stepId);
    const number = `${index + 1} of ${steps.length}`;
    const title = steps[index]?.title ?? stepId;
    return type === 'step-started' ? `Step ${number}: ${title}` : `Undo step ${number}: ${title}`;
}
/** The last line of a step's group; `null` for any other event. The cause of the run's failure has its own annotation. */
function stepEnding(event) {
    switch (event.type) {
        case 'step-succeeded':
            return { level: 'info', atMs: event.atMs, text: 'Done and verified' };
        case 'undo-succeeded':
            return { level: 'info', atMs: event.atMs, text: 'Undone' };
        case 'step-failed':
            return { level: 'info', atMs: event.atMs, text: `Failed: ${event.failure.message}` };
        case 'undo-failed':
            return { level: 'warning', atMs: event.atMs, text: `Not undone: ${event.failure.message}` };
        default:
            return null;
    }
}

// EXTERNAL MODULE: ./lib/report/control-plane-window.js
var control_plane_window = __webpack_require__(6053);
;// CONCATENATED MODULE: ./lib/report/window-lines.js


/** When the control-plane window opens and closes. */
function windowLines() {
    let state = control_plane_window/* noWindow */.gI;
    return (event) => {
        const before = (0,control_plane_window/* openWindow */.D1)(state);
        state = (0,control_plane_window/* foldWindow */.Iq)(state, event);
        const after = (0,control_plane_window/* openWindow */.D1)(state);
        if (before === undefined && after !== undefined) {
            const ago = (0,readable/* readableDuration */.P1)(event.atMs - after.openedAtMs);
            const text = `The downtime window opened ${ago} ago: ARM is taking the production address away`;
            return [{ level: 'info', atMs: event.atMs, text }];
        }
        const closed = state.windows.at(-1);
        if (before !== undefined && after === undefined && closed?.closedAtMs != null) {
            const text = `The downtime window closed after ${(0,readable/* readableDuration */.P1)(closed.closedAtMs - closed.openedAtMs)}: ARM has given the production address back`;
            return [{ level: 'info', atMs: event.atMs, text }];
        }
        return [];
    };
}

;// CONCATENATED MODULE: ./lib/report/log.js










/** With ticks up to 10 s apart nobody looks at a silent log for more than 30 s. */
const QUIET_AFTER_MS = 20_000;
function createLog(sink, startedAtMs) {
    const readers = [armLines(), probeLines(), windowLines(), recordLines()];
    const progress = createProgress();
    const groups = createGroups(sink);
    let plan = null;
    let isFinished = false;
    let spokeAtMs = startedAtMs;
    function print({ level, atMs, text }) {
        sink[level](`${((atMs - startedAtMs) / 1000).toFixed(2).padStart(7)} s  ${text}`);
        spokeAtMs = level === 'debug' ? spokeAtMs : Math.max(spokeAtMs, atMs);
    }
    return {
        read(event) {
            progress.read(event);
            isFinished = event.type === 'plan-finished' || (isFinished && event.type !== 'plan-started');
            const lines = readers.flatMap((reader) => reader(event));
            if (event.type === 'plan-started') {
                plan = event.plan;
                groups.open('Plan');
                planText(plan).forEach(sink.info);
                groups.close();
            }
            else if (event.type === 'step-started' || event.type === 'undo-started') {
                groups.open(stepTitle(plan, event));
                spokeAtMs = event.atMs;
            }
            else if (lines.length > 0) {
                groups.ensure(placeOf(plan, isFinished));
            }
            lines.forEach(print);
            const ending = stepEnding(event);
            if (ending !== null) {
                print(ending);
                groups.close();
            }
        },
        tick(nowMs) {
            if (nowMs - spokeAtMs >= QUIET_AFTER_MS) {
                print({ level: 'info', atMs: nowMs, text: progress.text(nowMs) });
            }
        },
        printPlan(planned) {
            groups.close();
            planText(planned).forEach(sink.info);
        },
        finish(report) {
            groups.close();
            if (report.status !== null) {
                const rows = (0,status_text/* statusRows */.O)(report.status).map(([name, value]) => `${name}: ${value}`);
                [...rows, ...(0,next_steps/* nextSteps */.Z)(report).map(({ text }) => text)].forEach(sink.info);
            }
            sink.notice((0,annotations/* resultNotice */.w$)(report));
            (0,annotations/* cleanUpWarnings */.o0)(report).forEach(sink.warning);
            const error = (0,annotations/* causeError */.IW)(report);
            if (error !== null) {
                sink.error(error);
            }
        },
    };
}
/** Title of what happens outside of steps. */
function placeOf(plan, isFinished) {
    if (plan === null) {
        return 'Before the plan';
    }
    return isFinished ? 'After the plan' : 'Between the steps';
}
/** GitHub's groups do not nest. */
function createGroups(sink) {
    let isOpen = false;
    function close() {
        if (isOpen) {
            sink.endGroup();
            isOpen = false;
        }
    }
    function open(title) {
        close();
        sink.group(title);
        isOpen = true;
    }
    return { open, close, ensure: (title) => (isOpen ? undefined : open(title)) };
}

;// CONCATENATED MODULE: ./lib/report/recorder.js

/** A silent log looks like a hung job: the log decides at each tick whether it has been silent for too long. */
const TICK_MS = 5_000;
function createRecorder(clock, sink) {
    const startedAtMs = clock.monotonicMs();
    const events = [];
    const log = createLog(sink, startedAtMs);
    const ticking = setInterval(() => log.tick(clock.monotonicMs()), TICK_MS);
    return {
        startedAtMs,
        startedAtEpochMs: clock.epochMs(),
        events,
        log,
        emit(event) {
            events.push(event);
            log.read(event);
        },
        stop: () => clearInterval(ticking),
    };
}


/***/ }),

/***/ 898:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  F: () => (/* binding */ buildReport),
  T: () => (/* binding */ controlPlaneSeconds)
});

// EXTERNAL MODULE: ./lib/report/control-plane-window.js
var control_plane_window = __webpack_require__(6053);
;// CONCATENATED MODULE: ./lib/report/downtime-report.js
/**
 * The prober's number wherever it measured. An outage that was not over when probing ended has no number, and the
 * control plane's would only make it look shorter; its lower bound still counts against the limit. Else the estimate
 * does: by either bound, a swap would pass or not by how often it was asked about.
 */
function judgeDowntime(probe, controlPlaneSeconds, maxDowntimeMs) {
    const measured = probe?.downtime ?? null;
    const isOver = measured?.outages.every((outage) => outage.toMs !== null) ?? false;
    const atLeastSeconds = measured === null ? controlPlaneSeconds : toSeconds(measured.totalMs);
    const maxSeconds = toSeconds(maxDowntimeMs ?? null);
    return {
        seconds: measured === null || isOver ? atLeastSeconds : null,
        source: measured !== null ? (isOver ? 'probe' : null) : controlPlaneSeconds === null ? null : 'control-plane',
        uncertaintyMs: measured !== null && isOver ? measured.uncertaintyMs : null,
        resolutionMs: measured?.resolutionMs ?? null,
        maxSeconds,
        maxExceeded: exceeds(atLeastSeconds, maxSeconds, isOver || measured === null),
    };
}
function exceeds(seconds, maxSeconds, isFinal) {
    if (seconds === null || maxSeconds === null) {
        return null;
    }
    return seconds > maxSeconds ? true : isFinal ? false : null;
}
function toSeconds(durationMs) {
    return durationMs === null ? null : Math.round(durationMs) / 1000;
}

// EXTERNAL MODULE: ./lib/report/failure-report.js
var failure_report = __webpack_require__(1667);
// EXTERNAL MODULE: ./lib/report/arm-write.js
var arm_write = __webpack_require__(2298);
// EXTERNAL MODULE: ./lib/report/phase.js
var phase = __webpack_require__(1965);
;// CONCATENATED MODULE: ./lib/report/operation-reports.js


function requestReports(events, since) {
    return placed(events).flatMap(({ event, stepId }) => event.type === 'arm-request' ? [requestReport(event, stepId, since)] : []);
}
function requestReport(event, stepId, since) {
    const { sequence, method, path, apiVersion, reason, result, remaining } = event;
    return {
        sequence,
        stepId,
        method,
        path,
        apiVersion,
        reason: reason.kind,
        number: reason.kind === 'call' ? null : reason.number,
        sentMs: since(event.sentAtMs),
        durationMs: Math.round(event.atMs - event.sentAtMs),
        status: result.kind === 'answer' ? result.status : null,
        error: result.kind === 'answer' ? (result.errorCode ?? null) : result.cause,
        requestId: event.requestId ?? null,
        correlationId: event.correlationId ?? null,
        remaining,
    };
}
/** Made from the accepted writes, not from their ends: an operation that the run did not live to see end is one too. */
function operationReports(events, since) {
    const ends = events.filter((event) => event.type === 'arm-operation');
    return placed(events).flatMap(({ event, stepId, phase }) => {
        if (event.type !== 'arm-request' || !isAcceptedWrite(event)) {
            return [];
        }
        const end = ends.find((operation) => isEndOf(operation, event));
        return [{ stepId, phase, ...operationReport(event, end, since) }];
    });
}
function isAcceptedWrite(event) {
    const { method, path, result } = event;
    return (0,arm_write/* isWrite */.a)(method, path) && result.kind === 'answer' && result.status < 400;
}
function isEndOf(operation, write) {
    return (operation.sentAtMs === write.sentAtMs &&
        operation.method === write.method &&
        operation.path.toLowerCase() === write.path.toLowerCase());
}
function operationReport(write, end, since) {
    return {
        method: write.method,
        path: write.path,
        apiVersion: write.apiVersion,
        status: end?.status ?? null,
        errorCode: end?.errorCode ?? null,
        sentMs: since(write.sentAtMs),
        acceptedMs: since(write.atMs),
        endedMs: end === undefined ? null : since(end.atMs),
        polls: end?.polls ?? null,
        requestId: write.requestId ?? null,
        correlationId: write.correlationId ?? null,
    };
}
/** Every event with the step that it fell into. */
function placed(events) {
    let state = phase/* beforeThePlan */.gG;
    return events.map((event) => {
        state = (0,phase/* foldPhase */.Vg)(state, event);
        const stepId = state.phase?.step.id ?? null;
        return { event, stepId, phase: state.phase?.direction ?? null };
    });
}

// EXTERNAL MODULE: ./lib/probe/downtime.js + 1 modules
var probe_downtime = __webpack_require__(4032);
;// CONCATENATED MODULE: ./lib/probe/offsets.js
/**
 * Relates the outage of a switch to the operations around it. Its outage is the longest of those not yet over when the
 * detaching operation was accepted and begun before the attaching one ended: shorter ones beside it are mixed answers of
 * a data plane in motion, or noise. A native swap is one operation: pass it as both.
 */
function measureOffsets(outages, operations) {
    const { detach, attach } = operations;
    if (detach === undefined)
        return {};
    const outage = longest(outages.filter(({ fromMs, toMs }) => (toMs === undefined || toMs > detach.acceptedAtMs) &&
        (attach === undefined || fromMs < attach.endedAtMs)));
    if (outage === undefined)
        return {};
    return {
        detachOffset: offsetOf(outage.fromMs, detach),
        ...(attach === undefined || outage.toMs === undefined
            ? {}
            : { attachOffset: offsetOf(outage.toMs, attach) }),
    };
}
function longest(outages) {
    return outages.toSorted((a, b) => durationMs(b) - durationMs(a))[0];
}
/** An outage without an end outlasts every other. */
function durationMs({ fromMs, toMs }) {
    return (toMs ?? Number.MAX_SAFE_INTEGER) - fromMs;
}
function offsetOf(observedAtMs, operation) {
    return {
        afterAcceptedMs: observedAtMs - operation.acceptedAtMs,
        afterEndedMs: observedAtMs - operation.endedAtMs,
    };
}

;// CONCATENATED MODULE: ./lib/report/probe-report.js


/** A good answer slower than this is counted as slow: what a person notices as a hesitation. */
const SLOW_AFTER_MS = 1_000;
/** `null` where production was never probed. */
function probeReport(events, windows, since) {
    const started = events.find((event) => event.type === 'probe-started');
    if (started === undefined) {
        return null;
    }
    const samples = events.flatMap((event) => (event.type === 'probe-sample' ? [event.sample] : []));
    const failure = events.find((event) => event.type === 'probe-failed')?.cause ?? null;
    const downtime = failure === null
        ? (0,probe_downtime/* measureDowntime */.W)(samples, { intervalMs: started.intervalMs, slowAfterMs: SLOW_AFTER_MS })
        : undefined;
    const stopped = events.findLast((event) => event.type === 'probe-stopped');
    return {
        ...probed(started, since),
        stoppedMs: stopped === undefined ? null : since(stopped.atMs),
        failure,
        downtime: downtime === undefined ? null : measured(downtime, since),
        ...offsets(downtime, windows),
        existingConnections: events.flatMap((event) => event.type === 'probe-connection'
            ? [{ openedMs: since(event.openedAtMs), endedMs: since(event.atMs), fate: event.fate }]
            : []),
        samples: samples.map((sample) => sampleRow(sample, since)),
    };
}
function probed({ target, intervalMs, timeoutMs, atMs }, since) {
    const { protocol, url, source, connectHost = null } = target;
    return { target: { protocol, url, source, connectHost }, intervalMs, timeoutMs, startedMs: since(atMs) };
}
function measured(downtime, since) {
    const { lastAnswerFromOldAtMs: lastOld, firstAnswerFromNewAtMs: firstNew } = downtime;
    return {
        totalMs: Math.round(downtime.totalMs),
        uncertaintyMs: Math.round(downtime.uncertaintyMs),
        longestMs: Math.round(downtime.longestMs),
        outages: downtime.outages.map(({ fromMs, toMs, failedCount, downMs, uncertaintyMs }) => ({
            fromMs: since(fromMs),
            toMs: toMs === undefined ? null : since(toMs),
            failedCount,
            downMs: Math.round(downMs),
            uncertaintyMs: Math.round(uncertaintyMs),
        })),
        sampleCount: downtime.sampleCount,
        failedCount: downtime.failedCount,
        slowCount: downtime.slowCount,
        slowAfterMs: SLOW_AFTER_MS,
        resolutionMs: Math.round(downtime.resolutionMs),
        lastAnswerFromOldMs: lastOld === undefined ? null : since(lastOld),
        firstAnswerFromNewMs: firstNew === undefined ? null : since(firstNew),
    };
}
/** With two windows there are two outages, and which belongs to which is a guess. */
function offsets(downtime, windows) {
    const [window, ...others] = windows;
    if (downtime === undefined || window === undefined || others.length > 0) {
        return { detachOffset: null, attachOffset: null };
    }
    const { detachOffset, attachOffset } = measureOffsets(downtime.outages, {
        ...(window.detach === null ? {} : { detach: window.detach }),
        ...(window.attach === null ? {} : { attach: window.attach }),
    });
    return { detachOffset: rounded(detachOffset), attachOffset: rounded(attachOffset) };
}
function rounded(offset) {
    return offset === undefined
        ? null
        : {
            afterAcceptedMs: Math.round(offset.afterAcceptedMs),
            afterEndedMs: Math.round(offset.afterEndedMs),
        };
}
function sampleRow({ dueAtMs, sentAtMs, completedAtMs, result }, since) {
    const detail = result.kind === 'good' ? result.version : result.cause;
    return [
        since(dueAtMs),
        since(sentAtMs),
        since(completedAtMs),
        result.kind,
        result.status ?? null,
        detail ?? null,
    ];
}

;// CONCATENATED MODULE: ./lib/report/run-axis.js
function runAxis(startedAtMs) {
    return (atMs) => Math.round(atMs - startedAtMs);
}

// EXTERNAL MODULE: ./lib/report/step-reports.js
var step_reports = __webpack_require__(9648);
;// CONCATENATED MODULE: ./lib/report/report.js







/** Folds the events of a run into its report. `conclusion` is for runs that did not end with a plan. */
function buildReport(facts, events, conclusion) {
    const since = runAxis(facts.startedAtMs);
    const { interrupted } = facts;
    // What is seen of the undoing alone is a part of the outage, and would pass for all of it.
    const isWhole = interrupted === undefined && facts.recoveredTo === undefined;
    const own = ownEvents(events);
    const windows = isWhole ? (0,control_plane_window/* findWindows */.Fn)(own) : [];
    const probe = probeReport(own, windows, since);
    const controlPlane = controlPlaneReport(windows, since);
    // Of a run that began no plan there is nothing to measure, and of an interrupted one `main` has seen the beginning.
    const isMeasured = isWhole && events.some((event) => event.type === 'plan-started');
    return {
        schemaVersion: 1,
        ...ending(events, conclusion),
        interrupted: interrupted !== undefined,
        recoveredTo: facts.recoveredTo ?? null,
        status: conclusion?.outcome === 'reported' ? conclusion.status : null,
        strategy: facts.strategy,
        command: facts.command,
        startedAt: new Date(facts.startedAtEpochMs).toISOString(),
        durationMs: since(facts.finishedAtMs),
        github: facts.github ?? null,
        ...(facts.emulator === undefined ? {} : { emulator: facts.emulator }),
        productionAddresses: facts.productionAddresses,
        previousLoadBalancer: facts.previousLoadBalancer ?? null,
        newLoadBalancer: facts.newLoadBalancer ?? null,
        downtime: judgeDowntime(isMeasured ? probe : null, controlPlane.seconds, facts.maxDowntimeMs),
        controlPlane,
        plan: planReport(events, conclusion),
        steps: conclusion?.outcome === 'planned'
            ? (0,step_reports/* unrunSteps */.s0)(conclusion.plan)
            : (0,step_reports/* stepReports */.ql)(events, since, interrupted?.startedStepIds),
        operations: operationReports(events, since),
        requests: requestReports(events, since),
        probe,
    };
}
/** How long ARM had production away in the release that the events tell of; null where it did not, or has not given it back. */
function controlPlaneSeconds(events) {
    return toSeconds((0,control_plane_window/* totalWindowMs */.XZ)((0,control_plane_window/* findWindows */.Fn)(ownEvents(events))));
}
/** What a run has cost does not include what an interrupted one had, which it brought to an end before it began. */
function ownEvents(events) {
    const own = events.slice(events.findLastIndex(({ type }) => type === 'recovered') + 1);
    return own.some(({ type }) => type === 'plan-started' || type === 'probe-started') ? own : events;
}
function controlPlaneReport(windows, since) {
    return {
        seconds: toSeconds((0,control_plane_window/* totalWindowMs */.XZ)(windows)),
        windows: windows.map(({ openedAtMs, closedAtMs }) => ({
            openedMs: since(openedAtMs),
            closedMs: closedAtMs === null ? null : since(closedAtMs),
        })),
    };
}
function ending(events, conclusion) {
    if (conclusion !== undefined) {
        return {
            outcome: conclusion.outcome,
            reason: 'reason' in conclusion ? conclusion.reason : null,
            failure: conclusion.outcome === 'failed' ? (0,failure_report/* toFailureReport */.Wo)(conclusion.failure) : null,
        };
    }
    const finished = events.findLast((event) => event.type === 'plan-finished');
    if (finished === undefined) {
        const failure = { message: 'The run ended before its plan did.', code: null };
        return { outcome: 'failed', reason: null, failure };
    }
    return {
        // Cancelled, and not settled yet: neither where it should be nor where it was.
        outcome: finished.outcome === 'interrupted' ? 'failed' : finished.outcome,
        reason: null,
        failure: finished.failure === undefined ? null : (0,failure_report/* toFailureReport */.Wo)(finished.failure),
    };
}
function planReport(events, conclusion) {
    const plan = conclusion?.outcome === 'planned'
        ? conclusion.plan
        : events.findLast((event) => event.type === 'plan-started')?.plan;
    if (plan === undefined) {
        return null;
    }
    const { method, methodReason, goal, expectedDowntime, hazards, unchecked } = plan;
    return { method, methodReason, goal, expectedDowntime, hazards, unchecked };
}


/***/ }),

/***/ 6688:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   A: () => (/* binding */ statusSentence),
/* harmony export */   O: () => (/* binding */ statusRows)
/* harmony export */ });
/* harmony import */ var _record_lock_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7138);

const STATE_TEXT = {
    idle: 'nothing is under way and nothing is left over',
    orphaned: 'something of an older run is left over',
    locked: 'a run is under way, or its runner was lost not long ago',
    interrupted: 'a release was interrupted, and neither finished nor undone',
};
/** `20.1.2.3 (vipswap1pip) is served by vipswap2lb; nothing is under way and nothing is left over.` */
function statusSentence({ state, addresses }) {
    const served = addresses.map(({ name, address, live }) => `${address} (${name}) is served by ${live === null ? 'no load balancer' : live.loadBalancer}`);
    return `${served.join(' and ')}; ${STATE_TEXT[state]}.`;
}
/** What there is to know of each address, as property and value. */
function statusRows({ addresses }) {
    return addresses.flatMap((status) => addressRows(status, addresses.length === 1 ? '' : `${status.name}: `));
}
function addressRows(status, prefix) {
    const { live, last, lock, interrupted, problem, orphans } = status;
    const isLocked = lock !== null && !lock.isOver;
    // Whatever is not at rest may have moved production since.
    const isAsReleased = live !== null && !isLocked && interrupted === null && problem === null;
    const rows = [
        ['Live', liveText(status)],
        [
            isAsReleased ? 'Since' : 'Last release',
            last === null
                ? 'not known: no release has left its tag'
                : isAsReleased && last.previousTarget.toLowerCase() === liveTarget(live).toLowerCase()
                    ? 'not known: it is back where it was before the last release, and not by a release'
                    : `${timeText(last.finishedAtEpochMs)}, by ${last.kind} of ${last.strategy} (${last.method}), ${last.run}`,
        ],
        ['Before', last === null ? null : last.previousTarget],
        [
            'Downtime of that',
            last === null
                ? null
                : last.downtime === null
                    ? 'not measured'
                    : `${last.downtime.seconds.toFixed(3)} s${last.downtime.source === 'probe' ? '' : ', by the control plane; nobody probed what users saw'}`,
        ],
        ['Locked', lock === null ? null : `${(0,_record_lock_js__WEBPACK_IMPORTED_MODULE_0__/* .describeLock */ .FD)(lock)}${lock.isOver ? ', which is over' : ''}`],
        [
            isLocked ? 'Under way' : 'Interrupted',
            interrupted === null
                ? problem
                : `${interrupted.strategy} by ${interrupted.method}, begun at ${timeText(interrupted.startedAtEpochMs)} by ${interrupted.run}` +
                    (interrupted.direction === undefined
                        ? ''
                        : `; a recovery had begun to ${interrupted.direction} it`),
        ],
        [
            'Left over',
            orphans.length === 0
                ? null
                : orphans
                    .map(({ name, heldBy }) => `temporary address ${name}${heldBy === null ? '' : `, held by ${heldBy}`}`)
                    .join('; '),
        ],
    ];
    return rows.flatMap(([name, text]) => (text === null ? [] : [[`${prefix}${name}`, text]]));
}
function liveText({ live, heldBy }) {
    if (live !== null) {
        return `${live.loadBalancer} in ${live.resourceGroup}, frontend ${live.frontend}`;
    }
    return heldBy === null ? 'nobody has the address' : `no load balancer: ${heldBy} has the address`;
}
/** As the last tag names it. */
function liveTarget(live) {
    return live === null ? '' : `${live.resourceGroup}/${live.loadBalancer}/${live.frontend}`;
}
function timeText(epochMs) {
    return new Date(epochMs).toISOString();
}


/***/ }),

/***/ 9648:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   ql: () => (/* binding */ stepReports),
/* harmony export */   s0: () => (/* binding */ unrunSteps),
/* harmony export */   yQ: () => (/* binding */ undoFailures)
/* harmony export */ });
/* harmony import */ var _failure_report_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1667);

/** The steps of a plan that nobody has run. */
function unrunSteps(plan) {
    return plan.steps.map((step) => ({
        id: step.id,
        title: step.title,
        method: plan.method,
        changes: step.changes,
        calls: step.calls,
        verifiedBy: step.verifiedBy,
        undoneBy: step.undoneBy,
        window: step.window ?? null,
        cleanUp: step.cleanUp ?? false,
        recovered: false,
        run: null,
        undo: null,
    }));
}
const INTERRUPTED = {
    outcome: 'interrupted',
    startedMs: null,
    durationMs: null,
    failure: null,
};
/**
 * The steps of every plan of the run, in order.
 *
 * @param interruptedStepIds those that an interrupted run had begun, whose plan this run brings to an end.
 */
function stepReports(events, since, interruptedStepIds = []) {
    let past = [];
    let current = [];
    for (const event of events) {
        if (event.type === 'plan-started') {
            past = [...past, ...current];
            current = unrunSteps(event.plan).map((step) => interruptedStepIds.includes(step.id) ? { ...step, run: INTERRUPTED } : step);
        }
        else if (event.type === 'recovered') {
            current = current.map((step) => ({ ...step, recovered: true }));
        }
        else if ('stepId' in event && isStepEvent(event)) {
            current = current.map((step) => (step.id === event.stepId ? foldStep(step, event, since) : step));
        }
    }
    return [...past, ...current];
}
/** Why steps are not undone that were to be, in the order in which that was tried. */
function undoFailures(steps) {
    return steps
        .toReversed()
        .flatMap(({ title, undo }) => undo?.outcome === 'failed' && undo.failure !== null ? [{ title, failure: undo.failure }] : []);
}
function isStepEvent(event) {
    return event.type.startsWith('step-') || event.type.startsWith('undo-');
}
function foldStep(step, event, since) {
    switch (event.type) {
        case 'step-started':
            return { ...step, run: begun(event.atMs, since) };
        case 'undo-started':
            return {
                ...step,
                undo: { ...begun(event.atMs, since), startedMs: step.undo?.startedMs ?? since(event.atMs) },
            };
        case 'step-succeeded':
        case 'step-failed':
            return { ...step, run: ended(step.run, event, since) };
        case 'undo-succeeded':
        case 'undo-failed':
            return { ...step, undo: ended(step.undo, event, since) };
    }
}
function begun(atMs, since) {
    return { outcome: 'unfinished', startedMs: since(atMs), durationMs: null, failure: null };
}
function ended(attempt, event, since) {
    const startedMs = attempt?.startedMs ?? since(event.atMs);
    return {
        outcome: 'failure' in event ? 'failed' : 'succeeded',
        startedMs,
        durationMs: since(event.atMs) - startedMs,
        failure: 'failure' in event ? (0,_failure_report_js__WEBPACK_IMPORTED_MODULE_0__/* .toFailureReport */ .Wo)(event.failure) : null,
    };
}


/***/ }),

/***/ 975:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   G: () => (/* binding */ titleOf),
/* harmony export */   W: () => (/* binding */ verdict)
/* harmony export */ });
/* harmony import */ var _after_effects_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(8479);
/* harmony import */ var _downtime_text_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(1649);
/* harmony import */ var _readable_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(8828);
/* harmony import */ var _status_text_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(6688);




/** The result in a sentence or two of plain text, for the summary, the notice and the log. */
function verdict(report) {
    const isRed = report.outcome === 'rolled-back' || report.outcome === 'failed';
    if (isRed && !(0,_after_effects_js__WEBPACK_IMPORTED_MODULE_1__/* .mayHaveWritten */ .$8)(report)) {
        return `Nothing was changed${recoveryText(report)}.${baselineText(report)}`;
    }
    switch (report.outcome) {
        case 'succeeded':
            if (report.reason !== null) {
                return report.command === 'unlock'
                    ? report.reason
                    : `What an older run had left is swept up: ${report.reason}.`;
            }
            if (report.recoveredTo !== null) {
                return recoveredText(report, report.recoveredTo);
            }
            return `${production(report)} now serves from ${newSide(report)}; ${downtimeClause(report)}.`;
        case 'rolled-back':
            return `${production(report)} serves from ${report.previousLoadBalancer ?? 'where it did'} again, after the change was undone; ${downtimeClause(report)}.`;
        case 'failed':
            return failedText(report);
        case 'planned':
            return `Nothing was changed yet. The plan: ${report.plan?.goal ?? report.strategy}.`;
        case 'reported':
            return report.status === null ? 'Nothing is known.' : (0,_status_text_js__WEBPACK_IMPORTED_MODULE_0__/* .statusSentence */ .A)(report.status);
        case 'no-change':
            return `Nothing was to be ${(0,_after_effects_js__WEBPACK_IMPORTED_MODULE_1__/* .isRecovery */ .Wt)(report) ? 'recovered' : 'done'}: ${report.reason ?? 'production is where it was asked to be'}.`;
    }
}
/** Of a recovery that came to nothing, though it had found what there is to recover. */
function recoveryText(report) {
    return (0,_after_effects_js__WEBPACK_IMPORTED_MODULE_1__/* .isRecovery */ .Wt)(report) && report.previousLoadBalancer !== null
        ? ' by this run, and the interrupted release is not brought to an end'
        : '';
}
/** What the prober saw of production, where that is an outage which this run did not make. */
function baselineText(report) {
    const { failure = null, samples = [] } = report.probe ?? {};
    return failure === null && samples.length > 0 && samples.every(([, , , result]) => result === 'failed')
        ? ` ${production(report)} did not answer before this run either: ${(0,_readable_js__WEBPACK_IMPORTED_MODULE_2__/* .countOf */ .pq)(samples.length, 'request')}, none with a good answer.`
        : '';
}
/** How long production was away began in a run that cannot tell any more. */
function recoveredText(report, recoveredTo) {
    const end = recoveredTo === 'finish' ? 'was finished' : 'was undone';
    const again = recoveredTo === 'finish' ? 'now serves' : 'serves';
    return `${production(report)} ${again} from ${newSide(report)}: the interrupted release ${end}.`;
}
function failedText(report) {
    const downtime = downtimeClause(report);
    if ((0,_after_effects_js__WEBPACK_IMPORTED_MODULE_1__/* .isRecovery */ .Wt)(report)) {
        return report.previousLoadBalancer === null
            ? 'The recovery has not come to its end; "command: status" tells how things are.'
            : `The interrupted release is not brought to an end: ${addresses(report) || 'production'} may be down.`;
    }
    if (report.command === 'unlock') {
        return 'Whether all is unlocked is not known; "command: status" tells how things are.';
    }
    if ((0,_after_effects_js__WEBPACK_IMPORTED_MODULE_1__/* .hasMoved */ .Q2)(report)) {
        return `${production(report)} has moved to ${newSide(report)}, and the run was cancelled before it was seen to answer for long enough; ${downtime}.`;
    }
    const previous = report.previousLoadBalancer ?? 'its former side';
    if ((0,_after_effects_js__WEBPACK_IMPORTED_MODULE_1__/* .mayBeDown */ .f4)(report)) {
        const subject = addresses(report) || 'it';
        return `Production may be down: ${subject} is not known to serve from ${newSide(report)}, nor from ${previous}; ${downtime}.`;
    }
    return (0,_after_effects_js__WEBPACK_IMPORTED_MODULE_1__/* .standingSteps */ .Ad)(report).length === 0
        ? `${production(report)} is on ${previous} as before, and what this run had changed is undone; ${downtime}.`
        : `${production(report)} is on ${previous} as before, but not all that this run changed besides is undone; ${downtime}.`;
}
function newSide({ newLoadBalancer }) {
    return newLoadBalancer ?? 'its new side';
}
/** `Production at 20.1.2.3 (vipswap1pip)`; of two stacks both. */
function production(report) {
    const at = addresses(report);
    return at === '' ? 'Production' : `Production at ${at}`;
}
function addresses({ productionAddresses }) {
    return productionAddresses.map(({ name, address }) => `${address} (${name})`).join(' and ');
}
/** `it did not answer for 61.00 s (± 0.25 s)` */
function downtimeClause(report) {
    const { downtime, probe } = report;
    if (downtime.seconds === null) {
        return unknownDowntime(report);
    }
    const limit = downtime.maxExceeded && downtime.maxSeconds !== null
        ? `, longer than the ${(0,_readable_js__WEBPACK_IMPORTED_MODULE_2__/* .readableDuration */ .P1)(downtime.maxSeconds * 1000)} allowed`
        : '';
    const measured = probe?.downtime ?? null;
    const duration = (0,_readable_js__WEBPACK_IMPORTED_MODULE_2__/* .readableDuration */ .P1)(downtime.seconds * 1000);
    if (measured === null) {
        return `the control plane had it away for ${duration}, and nobody probed what users saw${limit}`;
    }
    const { sampleCount, slowCount, outages } = measured;
    const accuracy = (0,_downtime_text_js__WEBPACK_IMPORTED_MODULE_3__/* .accuracyText */ .D)(measured);
    if (outages.length === 0) {
        const slow = slowCount === 0 ? '' : `, ${slowCount} of them slow`;
        return `no outage was seen in ${(0,_readable_js__WEBPACK_IMPORTED_MODULE_2__/* .countOf */ .pq)(sampleCount, 'request')}${slow} (${accuracy})`;
    }
    const times = outages.length > 1 ? ` in ${outages.length} outages` : '';
    return `it did not answer for ${duration}${times} (${accuracy})${limit}`;
}
function unknownDowntime({ interrupted, probe }) {
    if (interrupted) {
        return 'how long it was away is not known, as that began in the interrupted run';
    }
    const measured = probe?.downtime;
    return measured === undefined || measured === null
        ? 'its downtime was not measured'
        : `it had not answered for ${(0,_downtime_text_js__WEBPACK_IMPORTED_MODULE_3__/* .leastText */ .r)(measured)} when probing ended`;
}
const OUTCOME_TITLE = {
    succeeded: 'production moved',
    'rolled-back': 'rolled back',
    failed: 'failed',
    planned: 'plan',
    'no-change': 'nothing to do',
    reported: 'status',
};
/** `vip-swap: production moved`. A run that stopped at its inputs may have no strategy. */
function titleOf(report) {
    return `${report.strategy === '' ? 'Azure Rollout' : report.strategy}: ${endingOf(report)}`;
}
function endingOf({ command, outcome, reason, recoveredTo, failure }) {
    if (outcome === 'failed' && failure?.code === 'Cancelled') {
        return 'cancelled';
    }
    if (outcome === 'succeeded' && recoveredTo !== null) {
        return recoveredTo === 'finish' ? 'interrupted release finished' : 'interrupted release undone';
    }
    if (outcome === 'succeeded' && reason !== null) {
        return command === 'unlock' ? 'unlocked' : 'swept up';
    }
    return OUTCOME_TITLE[outcome];
}


/***/ }),

/***/ 6539:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   C: () => (/* binding */ UNDO_TIMEOUT_MS)
/* harmony export */ });
/** For undoing one step: the longest load balancer update ever recorded took 313 s. */
const UNDO_TIMEOUT_MS = 600_000;


/***/ }),

/***/ 8715:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   q: () => (/* binding */ watchOptions)
/* harmony export */ });
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(6760);
/* harmony import */ var _probe_expectation_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(1412);


/** The prober's thread runs a bundle of its own, which lies beside this one. */
const PROBER_WORKER = (0,node_path__WEBPACK_IMPORTED_MODULE_0__.join)((0,node_path__WEBPACK_IMPORTED_MODULE_0__.dirname)(process.argv[1] ?? ''), 'prober-worker.js');
/** How `main` and `post` ask production. */
function watchOptions(inputs) {
    return {
        probe: probeSettings(inputs),
        isProbeOn: inputs.probe.kind === 'on',
        verifyTimeoutMs: inputs.verifyTimeoutMs,
    };
}
function probeSettings({ probe }) {
    return probe.kind === 'on'
        ? { ...probe, workerEntry: PROBER_WORKER }
        : {
            workerEntry: PROBER_WORKER,
            connectTo: [],
            intervalMs: 250,
            timeoutMs: 2_000,
            expectation: _probe_expectation_js__WEBPACK_IMPORTED_MODULE_1__/* .anySuccess */ .Kg,
        };
}


/***/ })

};

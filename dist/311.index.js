export const id = 311;
export const ids = [311];
export const modules = {

/***/ 3895:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   DM: () => (/* binding */ modelOf),
/* harmony export */   G4: () => (/* binding */ sameImage),
/* harmony export */   ZK: () => (/* binding */ isMadeOf),
/* harmony export */   hu: () => (/* binding */ describeImage),
/* harmony export */   k_: () => (/* binding */ isVersionOf)
/* harmony export */ });
/* harmony import */ var _resource_id_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8481);

const PARTS = ['publisher', 'offer', 'sku', 'version'];
const GALLERY_IDS = ['sharedGalleryImageId', 'communityGalleryImageId'];
/** Whether two models say the same: letter for letter but for case. `latest` is not the version that it stands for. */
function sameImage(left, right) {
    return left !== undefined && right !== undefined && keyOf(left) === keyOf(right);
}
/** Whether a machine was made of a pinned image, when its model had `latest`, or an image without a version, too. */
function isMadeOf(machine, pinned) {
    if (machine === undefined) {
        return false;
    }
    if (sameImage(machine, pinned)) {
        return true;
    }
    const { exactVersion } = machine;
    if (exactVersion === undefined) {
        return false;
    }
    return machine.id === undefined
        ? sameImage({ ...machine, version: exactVersion }, pinned)
        : (0,_resource_id_js__WEBPACK_IMPORTED_MODULE_0__/* .sameId */ .s)(`${machine.id}/versions/${exactVersion}`, pinned.id);
}
/** Whether a pinned image is a version of one that was asked for without one, or as `latest`. */
function isVersionOf(pinned, floating) {
    return floating.id === undefined
        ? sameImage({ ...floating, version: pinned.version ?? '' }, pinned)
        : (0,_resource_id_js__WEBPACK_IMPORTED_MODULE_0__/* .sameId */ .s)(pinned.id?.replace(/\/versions\/[^/]+$/i, ''), floating.id);
}
/** What goes into a model: without what ARM adds when it reads one back. */
function modelOf({ exactVersion, ...image }) {
    return image;
}
/** For a sentence: the id, or `publisher:offer:sku:version`. */
function describeImage(image) {
    if (image === undefined) {
        return 'no image';
    }
    return idOf(image) ?? PARTS.map((part) => image[part] ?? '').join(':');
}
function keyOf(image) {
    return describeImage(image).toLowerCase();
}
function idOf(image) {
    return image.id ?? GALLERY_IDS.map((name) => image[name]).find((id) => id !== undefined);
}


/***/ }),

/***/ 4131:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   tQ: () => (/* binding */ giveAddressCommand),
/* harmony export */   uy: () => (/* binding */ rewriteCommand),
/* harmony export */   vI: () => (/* binding */ showHolderCommand)
/* harmony export */ });
/* harmony import */ var _resource_id_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8481);
/* harmony import */ var _shell_quote_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(2748);


/** Azure CLI: points a frontend at a public IP address. ARM refuses it where another frontend has that. */
function giveAddressCommand(loadBalancerId, frontend, addressId) {
    const { resourceGroup = '', name = '', subscriptionId = '' } = (0,_resource_id_js__WEBPACK_IMPORTED_MODULE_0__/* .parseResourceId */ .RQ)(loadBalancerId) ?? {};
    return (`az network lb frontend-ip update -g ${(0,_shell_quote_js__WEBPACK_IMPORTED_MODULE_1__/* .quote */ .h)(resourceGroup)} --lb-name ${(0,_shell_quote_js__WEBPACK_IMPORTED_MODULE_1__/* .quote */ .h)(name)} -n ${(0,_shell_quote_js__WEBPACK_IMPORTED_MODULE_1__/* .quote */ .h)(frontend)} ` +
        `--public-ip-address ${(0,_shell_quote_js__WEBPACK_IMPORTED_MODULE_1__/* .quote */ .h)(addressId)} --subscription ${(0,_shell_quote_js__WEBPACK_IMPORTED_MODULE_1__/* .quote */ .h)(subscriptionId)}`);
}
/** Azure CLI: writes a load balancer once more, whose last update has not succeeded. Something has to change for it. */
function rewriteCommand(loadBalancerId) {
    return `az network lb update --ids ${(0,_shell_quote_js__WEBPACK_IMPORTED_MODULE_1__/* .quote */ .h)(loadBalancerId)} --set tags.rewritten=true`;
}
/** Azure CLI: prints the frontend that has a public IP address, and nothing where none has it. */
function showHolderCommand(addressId) {
    return `az network public-ip show --ids ${(0,_shell_quote_js__WEBPACK_IMPORTED_MODULE_1__/* .quote */ .h)(addressId)} --query ipConfiguration.id --output tsv`;
}


/***/ }),

/***/ 6716:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  E: () => (/* binding */ conclude),
  O: () => (/* binding */ downtimeUntilNow)
});

// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(3024);
// EXTERNAL MODULE: external "node:os"
var external_node_os_ = __webpack_require__(8161);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
// EXTERNAL MODULE: ./node_modules/@actions/core/lib/core.js + 16 modules
var core = __webpack_require__(8179);
;// CONCATENATED MODULE: ./lib/ending.js
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
/** What its report says of it, beside what has happened, and when and where. */
function factsOf({ inputs, subject, startedStepIds, downtime, end, }) {
    return {
        strategy: inputs?.strategy ?? '',
        command: inputs?.command ?? '',
        productionAddresses: subject?.productionAddresses ?? [],
        ...(subject?.previousLoadBalancer === undefined
            ? {}
            : { previousLoadBalancer: subject.previousLoadBalancer }),
        ...(subject?.previousLoadBalancerId === undefined
            ? {}
            : { previousLoadBalancerId: subject.previousLoadBalancerId }),
        ...(subject?.newLoadBalancer === undefined ? {} : { newLoadBalancer: subject.newLoadBalancer }),
        ...(subject?.scaleSetId === undefined ? {} : { scaleSetId: subject.scaleSetId }),
        ...maxDowntimeOf(inputs?.probe),
        ...(startedStepIds === undefined
            ? {}
            : { interrupted: { startedStepIds, ...(downtime === undefined ? {} : { downtime }) } }),
        ...(end?.kind === 'ran' && end.recoveredTo !== undefined ? { recoveredTo: end.recoveredTo } : {}),
    };
}
function maxDowntimeOf(probe) {
    const maxDowntimeMs = probe?.kind === 'on' ? probe.maxDowntimeMs : undefined;
    return maxDowntimeMs === undefined ? {} : { maxDowntimeMs };
}

// EXTERNAL MODULE: ./lib/engine/clock.js
var clock = __webpack_require__(1440);
// EXTERNAL MODULE: ./lib/engine/failure.js
var failure = __webpack_require__(8004);
// EXTERNAL MODULE: ./lib/report/after-effects.js
var after_effects = __webpack_require__(8479);
// EXTERNAL MODULE: ./lib/report/endpoint-text.js
var endpoint_text = __webpack_require__(7817);
// EXTERNAL MODULE: ./lib/report/listed-instances.js
var listed_instances = __webpack_require__(8428);
// EXTERNAL MODULE: ./lib/strategies/scale-set/instances/power.js
var instances_power = __webpack_require__(6051);
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
    'release-id',
    'previous-payload',
    'canary-instances',
    'canary-instances-count',
    'updated-instances',
    'updated-instances-count',
    'outdated-instances',
    'outdated-instances-count',
    'quarantined-instances',
    'quarantined-instances-count',
    'unhealthy-instances',
    'unhealthy-instances-count',
    'canary-endpoints',
];
/** Outputs are strings: seconds as plain decimals with three digits, empty where nothing was measured. */
function toOutputs(report, reportPath) {
    const { outcome, plan, downtime, controlPlane, operations, productionAddresses, recovered, status } = report;
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
        'recovered-to': recovered ?? '',
        'live-load-balancer': liveLoadBalancer(report),
        state: status?.state ?? '',
        status: status === null ? '' : JSON.stringify(status),
        ...scaleSetOutputs(report.scaleSet),
    };
}
function scaleSetOutputs(scaleSet) {
    // Nobody has looked where the tags alone have told that nothing is to be done.
    const seen = scaleSet?.hasSeenInstances === true ? scaleSet : null;
    const seenIds = (list) => (seen === null ? null : list(seen));
    return {
        'release-id': scaleSet?.releaseId ?? '',
        'previous-payload': scaleSet?.previousPayload ?? '',
        ...listed('canary-instances', knownIds(scaleSet, ({ canaryIds }) => canaryIds)),
        ...listed('updated-instances', seenIds(listed_instances/* updatedIds */.GT)),
        ...listed('outdated-instances', seenIds(listed_instances/* outdatedIds */.hI)),
        ...listed('quarantined-instances', seen === null || isOffUnexplained(seen) ? null : (0,listed_instances/* quarantinedIds */.J5)(seen)),
        ...listed('unhealthy-instances', knownIds(scaleSet, listed_instances/* unhealthyIds */.pT)),
        'canary-endpoints': seen === null ? '' : JSON.stringify(endpointsByCanary(seen)),
    };
}
/** The record may tell of canaries, and a check of who is not well, where nobody knows how all instances are. */
function knownIds(scaleSet, list) {
    const ids = scaleSet === null ? [] : list(scaleSet);
    return scaleSet?.hasSeenInstances === true || ids.length > 0 ? ids : null;
}
/** A release that is over has left no word of whom it has switched off, so it may have been that one, or a person. */
function isOffUnexplained({ instances }) {
    return instances.some(({ role, power }) => role === 'none' && (0,instances_power/* isOff */.gK)(power));
}
/** Empty, and not `[]` and 0, where nobody has looked. */
function listed(name, ids) {
    return {
        [name]: ids === null ? '' : JSON.stringify(ids),
        [`${name}-count`]: ids === null ? '' : String(ids.length),
    };
}
/** `{"0":{"22":"20.1.2.3:50000"}}`: by the id of the instance, and by its own port. */
function endpointsByCanary({ canaryEndpoints }) {
    const byCanary = Map.groupBy(canaryEndpoints, ({ instanceId }) => instanceId);
    return Object.fromEntries([...byCanary].map(([instanceId, own]) => [
        instanceId,
        Object.fromEntries(own.map((each) => [String(each.port), (0,endpoint_text/* endpointText */.H)(each)])),
    ]));
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
function liveLoadBalancer(report) {
    const { outcome, status, newLoadBalancer, previousLoadBalancer, productionSeenOn } = report;
    switch (outcome) {
        case 'succeeded':
            return productionSeenOn ?? newLoadBalancer ?? '';
        case 'no-change':
            return newLoadBalancer ?? productionSeenOn ?? '';
        case 'reported':
            return status !== null && 'addresses' in status
                ? [...new Set(status.addresses.flatMap(({ live }) => live?.loadBalancer ?? []))].join(',')
                : '';
        case 'rolled-back':
            return ((0,after_effects/* hasOnlyLocked */.vQ)(report) ? productionSeenOn : previousLoadBalancer) ?? '';
        case 'planned':
            return previousLoadBalancer ?? '';
        case 'failed':
            return productionSeenOn ?? '';
    }
}

// EXTERNAL MODULE: ./lib/report/annotations.js
var annotations = __webpack_require__(1116);
// EXTERNAL MODULE: ./lib/report/log/actions-log.js
var actions_log = __webpack_require__(7799);
// EXTERNAL MODULE: ./lib/report/report.js + 9 modules
var report_report = __webpack_require__(6727);
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

// EXTERNAL MODULE: ./lib/report/next-steps/next-steps.js + 1 modules
var next_steps = __webpack_require__(4078);
// EXTERNAL MODULE: ./lib/report/readable.js
var readable = __webpack_require__(8828);
// EXTERNAL MODULE: ./lib/report/status/status-text.js
var status_text = __webpack_require__(8003);
// EXTERNAL MODULE: ./lib/report/unseen-window.js
var unseen_window = __webpack_require__(8645);
// EXTERNAL MODULE: ./lib/report/verdict/downtime-text.js
var downtime_text = __webpack_require__(8363);
// EXTERNAL MODULE: ./lib/report/step-reports.js
var step_reports = __webpack_require__(9648);
// EXTERNAL MODULE: ./lib/report/summary/markdown.js
var markdown = __webpack_require__(3308);
;// CONCATENATED MODULE: ./lib/report/verdict/failure-note.js



/** The cause, and why what it called for could not be undone. */
function failureNote({ failure, steps, scaleSet }) {
    if (failure === null) {
        return null;
    }
    const undone = (0,step_reports/* undoFailures */.yQ)(steps).map((undo) => `- Not undone, "${(0,markdown/* escapeMarkdown */.FV)(undo.title)}": ${inline(undo.failure)}`);
    const after = [...undone, ...(scaleSet === null ? [] : unhealthyLines(failure, scaleSet))];
    const lines = ['[!CAUTION]', ...causeLines(failure), ...(after.length === 0 ? [] : ['', ...after])];
    return lines.map((line) => `> ${line}`.trimEnd()).join('\n');
}
/** Each instance that did not get well, why, and what was done about it, where the cause has not said it. */
function unhealthyLines({ code: cause }, scaleSet) {
    const off = (0,listed_instances/* quarantinedIds */.J5)(scaleSet);
    if (cause === 'UnhealthyInstances' || cause === 'TakenBackUnhealthy') {
        return off.map((id) => `- Instance ${(0,markdown/* code */.aY)(id)} was powered off and serves nobody`);
    }
    const reasons = new Map((0,listed_instances/* unhealthyFindings */.No)(scaleSet).map((each) => [each.instanceId, each.reasons.join(' and ')]));
    return [...reasons].map(([id, reason]) => {
        const isOff = off.includes(id) ? '; it was powered off and serves nobody' : '';
        return `- Instance ${(0,markdown/* code */.aY)(id)} ${(0,markdown/* escapeMarkdown */.FV)(reason)}${isOff}`;
    });
}
/** A preflight tells all its problems at once, an item each. */
function causeLines(failure) {
    const { problems } = failure;
    return problems === undefined
        ? [inline(failure)]
        : [
            `${codePrefix(failure)}${problems.length} problems`,
            '',
            ...problems.map((problem) => `- ${(0,markdown/* escapeMarkdown */.FV)(problem.trim())}`),
        ];
}
function inline(failure) {
    return `${codePrefix(failure)}${(0,markdown/* escapeMarkdown */.FV)(failure.message.trim())}`;
}
function codePrefix(failure) {
    return failure.code === null ? '' : `${(0,markdown/* code */.aY)(failure.code)}: `;
}

// EXTERNAL MODULE: ./lib/report/verdict/verdict.js
var verdict = __webpack_require__(2561);
;// CONCATENATED MODULE: ./lib/report/summary/gantt.js

/** More bars than this cannot be told apart, and Mermaid's own limit on the text of a chart is 50,000 characters. */
const MOST_OPERATIONS = 40;
const MOST_OUTAGES = 10;
const MOST_BATCHES = 20;
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
    const [outages, windows, batches] = [outageBars(report), windowBars(report), batchBars(report)];
    const sections = [
        section('Users', outages),
        section('Control plane', windows),
        section('Batches', batches),
        section('ARM operations', operations),
    ];
    const axis = report.durationMs < HOUR_MS ? '%M:%S' : '%H:%M:%S';
    return [
        'gantt',
        '  title Time since the start of the run',
        '  dateFormat YYYY-MM-DD HH:mm:ss.SSS',
        `  axisFormat ${axis}`,
        `  tickInterval ${tickInterval([...outages, ...windows, ...batches, ...operations])}`,
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
function uncharted({ operations, probe, scaleSet }) {
    const outageCount = probe?.downtime?.outages.length ?? 0;
    const left = [
        countOver(outageCount, MOST_OUTAGES, 'shorter outage'),
        countOver(scaleSet?.batches.length ?? 0, MOST_BATCHES, 'later batch', 'later batches'),
        countOver(operations.length, MOST_OPERATIONS, 'later operation'),
    ].filter((text) => text !== '');
    return left.length === 0 ? '' : `Not drawn: ${left.join(' and ')}.`;
}
function countOver(count, most, noun, nouns = `${noun}s`) {
    return count > most ? `${count - most} ${count - most === 1 ? noun : nouns}` : '';
}
function section(title, bars) {
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
/** More ids than these are too long for a label beside a bar. */
const MOST_IDS = 4;
function batchBars({ scaleSet, durationMs }) {
    return (scaleSet?.batches ?? []).slice(0, MOST_BATCHES).map((batch) => {
        const { number, instanceIds, startedMs, finishedMs, unhealthy } = batch;
        const ids = instanceIds.length > MOST_IDS ? `${instanceIds.length} instances` : `(${instanceIds.join(' ')})`;
        const words = [
            `Batch ${number} ${ids}`,
            finishedMs === null ? 'no end seen' : (0,readable/* readableDuration */.P1)(finishedMs - startedMs),
            unhealthy.length === 0 ? '' : `${unhealthy.length} not well`,
        ];
        return {
            label: words.filter((word) => word !== '').join(' '),
            tag: unhealthy.length === 0 && finishedMs !== null ? 'active' : 'crit',
            fromMs: startedMs,
            toMs: finishedMs ?? durationMs,
        };
    });
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

// EXTERNAL MODULE: ./lib/report/summary/instances-table.js
var instances_table = __webpack_require__(2660);
;// CONCATENATED MODULE: ./lib/report/summary/operations-section.js


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
    return (0,markdown/* details */.zH)((0,readable/* countOf */.pq)(operations.length, 'ARM operation'), `${(0,markdown/* table */.tp)(OPERATION_COLUMNS, rows)}${note}`);
}
function operationRow(operation) {
    const { phase, method, path, status, errorCode, sentMs, endedMs, polls, correlationId } = operation;
    return [
        (0,markdown/* unbroken */.D_)((0,readable/* readableDuration */.P1)(sentMs)),
        `${phase === 'undo' ? 'undo ' : ''}${method} ${(0,markdown/* code */.aY)((0,readable/* readableResource */.nt)(path))}`,
        (0,markdown/* escapeMarkdown */.FV)([status ?? 'end not seen', errorCode].filter(Boolean).join(' ')),
        endedMs === null ? '' : (0,markdown/* unbroken */.D_)((0,readable/* readableDuration */.P1)(endedMs - sentMs)),
        polls === null ? '' : String(polls),
        correlationId === null ? '' : (0,markdown/* code */.aY)(correlationId),
    ];
}

// EXTERNAL MODULE: ./lib/report/expectation.js
var expectation = __webpack_require__(1476);
// EXTERNAL MODULE: ./lib/report/planned-batches.js
var planned_batches = __webpack_require__(5121);
// EXTERNAL MODULE: ./lib/report/summary/call-groups.js
var call_groups = __webpack_require__(850);
// EXTERNAL MODULE: ./lib/azure/resource-id.js
var resource_id = __webpack_require__(8481);
// EXTERNAL MODULE: ./lib/report/summary/change-groups.js
var change_groups = __webpack_require__(8202);
;// CONCATENATED MODULE: ./lib/report/summary/change-texts.js




/** The fields that a step changes, one Markdown text each: `vipswap1lb frontendIPConfigurations/web.publicIPAddress.id: pip1 → pip2`. */
function changeTexts({ changes }) {
    return (0,change_groups/* groupChanges */.t)(changes, resource_id/* nameOf */.Vb).map(({ subject, field, from, to }) => {
        const values = `${(0,markdown/* escapeMarkdown */.FV)((0,readable/* readableValue */.iX)(from))} → ${(0,markdown/* escapeMarkdown */.FV)((0,readable/* readableValue */.iX)(to))}`;
        return `${(0,markdown/* code */.aY)(subject)} ${(0,markdown/* escapeMarkdown */.FV)(field)}: ${values}`;
    });
}

;// CONCATENATED MODULE: ./lib/report/summary/planned-summary.js







/** What somebody who has to approve the plan wants to read, in that order. */
function plannedSections({ plan, steps, scaleSet }) {
    if (plan === null) {
        return [];
    }
    const what = scaleSet === null ? 'addresses' : 'instances';
    return [
        `Method ${(0,markdown/* code */.aY)(plan.method)}: ${(0,markdown/* escapeMarkdown */.FV)(plan.methodReason)}`,
        (0,markdown/* section */.uW)('What will be down', (0,markdown/* escapeMarkdown */.FV)((0,expectation/* expectationText */.g)(steps, plan.expectedDowntime, what))),
        (0,markdown/* section */.uW)('How long it takes', plan.expectedDuration === null ? '' : (0,markdown/* escapeMarkdown */.FV)((0,expectation/* durationText */.S)(plan.expectedDuration))),
        (0,markdown/* section */.uW)('Instances per batch', (0,markdown/* bullets */.e5)((0,planned_batches/* batchTexts */.L)(plan.batches).map(markdown/* escapeMarkdown */.FV))),
        (0,markdown/* section */.uW)('Steps', steps.map(stepText).join('\n')),
        (0,markdown/* section */.uW)('What else will be different', (0,markdown/* bullets */.e5)(plan.hazards.map(markdown/* escapeMarkdown */.FV))),
        (0,markdown/* section */.uW)('What could not be checked', (0,markdown/* bullets */.e5)(plan.unchecked.map(markdown/* escapeMarkdown */.FV))),
        scaleSet === null ? null : (0,instances_table/* instancesTable */.P)(scaleSet.instances),
    ];
}
/** A list, not a table: resource ids would push the other columns out of sight. Each has a line of its own to break in. */
function stepText(step, index) {
    const facts = [
        ...(0,call_groups/* groupCalls */.n)(step.calls).map((group) => `${group.method} ${(0,markdown/* escapeMarkdown */.FV)((0,readable/* readableResource */.nt)(group.target))}, api-version ${(0,markdown/* escapeMarkdown */.FV)(group.apiVersion)}${(0,markdown/* escapeMarkdown */.FV)((0,call_groups/* sentText */.E)(group))}<br>${(0,markdown/* code */.aY)(group.target)}`),
        ...changeTexts(step).map((change) => `changes ${change}`),
        `verified by: ${(0,markdown/* escapeMarkdown */.FV)(step.verifiedBy)}`,
        `undone by: ${(0,markdown/* escapeMarkdown */.FV)(step.undoneBy)}`,
    ];
    return [`${index + 1}. **${(0,markdown/* escapeMarkdown */.FV)(step.title)}**`, ...facts.map((fact) => `   - ${fact}`)].join('\n');
}

// EXTERNAL MODULE: ./lib/report/verdict/scale-set-verdict.js + 1 modules
var scale_set_verdict = __webpack_require__(5640);
;// CONCATENATED MODULE: ./lib/report/summary/scale-set-numbers.js




/** What matters of a release, as rows of the table of a summary. */
function scaleSetNumbers(scaleSet, method) {
    const { name, releaseId, previousPayload, payload, instances, batches, checks, answers } = scaleSet;
    const [bad, sick, off] = [(0,listed_instances/* unhealthyIds */.pT)(scaleSet), (0,listed_instances/* sickIds */.DE)(scaleSet), (0,listed_instances/* offIds */.u4)(scaleSet)];
    const [before, released] = method === 'take-back' ? ['Restored', 'Taken back'] : ['Before', 'Released'];
    const slowest = checks
        // Who got well again when the release was taken back has not got well with it.
        .filter(({ verdict, instanceId }) => verdict === 'healthy' && !bad.includes(instanceId))
        .toSorted((a, b) => b.tookMs - a.tookMs)[0];
    return [
        ['Scale set', (0,markdown/* code */.aY)(name)],
        ['Release', releaseId === null ? null : (0,markdown/* code */.aY)(releaseId)],
        [before, previousPayload === null ? null : (0,markdown/* code */.aY)((0,scale_set_verdict/* payloadName */.Oh)(previousPayload))],
        [released, payload === null ? null : (0,markdown/* code */.aY)((0,scale_set_verdict/* payloadName */.Oh)(payload))],
        [
            'Instances',
            instances.length === 0
                ? null
                : `${(0,listed_instances/* updatedIds */.GT)(scaleSet).length} up to date with the model, ${(0,listed_instances/* outdatedIds */.hI)(scaleSet).length} outdated`,
        ],
        ['Batches', batches.length === 0 ? null : batchesText(batches)],
        [
            'Slowest to get well',
            slowest === undefined
                ? null
                : `instance ${(0,markdown/* code */.aY)(slowest.instanceId)}, ${(0,readable/* readableDuration */.P1)(slowest.tookMs)}`,
        ],
        ['Did not get well', bad.length === 0 ? null : bad.map(markdown/* code */.aY).join(', ')],
        ['Sick before, and not well either', sick.length === 0 ? null : sick.map(markdown/* code */.aY).join(', ')],
        ['Switched off', off.length === 0 ? null : off.map(markdown/* code */.aY).join(', ')],
        ['Answers', answers === null ? null : `${answersText(answers)}, of ${(0,readable/* countOf */.pq)(answers.count, 'answer')}`],
    ];
}
/** The longest one beside the count: a rollout is as long as its batches are. */
function batchesText(batches) {
    const durations = batches.flatMap(({ startedMs, finishedMs }) => finishedMs === null ? [] : [finishedMs - startedMs]);
    const longest = durations.length < 2 ? '' : `, the longest ${(0,readable/* readableDuration */.P1)(Math.max(...durations))}`;
    return `${(0,scale_set_verdict/* batchCount */.oW)(batches.length)}${longest}`;
}
/** `36.4 % new (two), 63.6 % old (one)` */
function answersText({ versions }) {
    return versions
        .map(({ version, side, share }) => {
        const percent = `${(share * 100).toFixed(1)} %`;
        return side === null
            ? `${percent} ${(0,markdown/* escapeMarkdown */.FV)(version)}`
            : `${percent} ${side} (${(0,markdown/* escapeMarkdown */.FV)(version)})`;
    })
        .join(', ');
}
/** What became of each batch. `null` where there was none. */
function batchesSection({ batches }) {
    if (batches.length === 0) {
        return null;
    }
    const hasAnswers = batches.some(({ answers }) => answers !== null);
    const rows = batches.map((batch) => [
        String(batch.number),
        batch.instanceIds.map(markdown/* code */.aY).join(', '),
        endingOf(batch),
        ...(hasAnswers ? [batch.answers === null ? '' : answersText(batch.answers)] : []),
    ]);
    const header = ['Batch', 'Instances', 'Ended', ...(hasAnswers ? ['Answers meanwhile'] : [])];
    const content = (0,markdown/* table */.tp)(header, rows);
    return (0,markdown/* section */.uW)('Batches', batches.length > MOST_BATCHES_SHOWN ? (0,markdown/* details */.zH)((0,scale_set_verdict/* batchCount */.oW)(batches.length), content) : content);
}
const MOST_BATCHES_SHOWN = 12;
function endingOf({ startedMs, finishedMs, unhealthy, sickBefore, instanceIds }) {
    if (finishedMs === null) {
        return (0,markdown/* unbroken */.D_)('⚠️ unfinished');
    }
    const sick = sickBefore.length === 0 ? '' : `, ${sickBefore.length} sick before and not well either`;
    const duration = (0,markdown/* unbroken */.D_)(` in ${(0,readable/* readableDuration */.P1)(finishedMs - startedMs)}${sick}`);
    return unhealthy.length === 0
        ? `${sickBefore.length === 0 ? '✅' : '⚠️'}${duration}`
        : `❌&nbsp;${unhealthy.length}&nbsp;of&nbsp;${instanceIds.length}&nbsp;not&nbsp;well${duration}`;
}

;// CONCATENATED MODULE: ./lib/report/summary/steps-section.js



/** What became of each step; what it changes is folded away, because a column of it would leave no room for the titles. */
function stepsSection(steps) {
    if (steps.length === 0) {
        return null;
    }
    const isOneMethod = new Set(steps.map(({ method }) => method)).size === 1;
    const isUndone = steps.some(({ undo }) => undo !== null);
    const rows = steps.map((step, index) => [
        String(index + 1),
        (0,markdown/* escapeMarkdown */.FV)(isOneMethod ? step.title : `${step.method}: ${step.title}`),
        attemptText(step.run),
        ...(isUndone ? [step.undo === null ? '' : attemptText(step.undo)] : []),
    ]);
    const header = ['Nr', 'Step', 'Done', ...(isUndone ? ['Undone'] : [])];
    const parts = [(0,markdown/* table */.tp)(header, rows), changesOf(steps)].filter((part) => part !== '');
    return (0,markdown/* section */.uW)('Steps', parts.join('\n\n'));
}
function changesOf(steps) {
    const lines = steps.flatMap((step, index) => changeTexts(step).map((change) => `- step ${index + 1}: ${change}`));
    return lines.length === 0 ? '' : (0,markdown/* details */.zH)('What the steps change', lines.join('\n'));
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
    const duration = durationMs === null ? '' : (0,markdown/* unbroken */.D_)(` in ${(0,readable/* readableDuration */.P1)(durationMs)}`);
    return `${OUTCOME_TEXT[outcome].replace(' ', '&nbsp;')}${duration}`;
}

;// CONCATENATED MODULE: ./lib/report/summary/summary.js
















/** GitHub aborts the upload of a step summary above 1 MiB. The margin is for what else the job writes there. */
const LONGEST_SUMMARY_BYTES = 1_000_000;
/** The report as a step summary in GitHub's Markdown. */
function summarize(report) {
    const next = (0,markdown/* section */.uW)('What to do next', stepsToDo(report));
    // Who reads of a failed run wants to act; who reads of another, to know what it was.
    const isFailed = report.outcome === 'failed';
    const before = [
        `### ${(0,markdown/* escapeMarkdown */.FV)((0,verdict/* titleOf */.G)(report))}`,
        `**${(0,markdown/* escapeMarkdown */.FV)((0,verdict/* verdict */.W)(report))}**`,
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
        .map(({ text, commands, places = [], inputs = [] }) => {
        const item = `${marker} ${(0,markdown/* escapeMarkdown */.FV)(text)}`;
        const blocks = [
            ...(commands.length === 0 ? [] : [(0,markdown/* codeBlock */.DV)('sh', commands)]),
            ...(places.length === 0 ? [] : [(0,markdown/* bullets */.e5)(places.map(markdown/* escapeMarkdown */.FV))]),
            ...(inputs.length === 0 ? [] : [(0,markdown/* codeBlock */.DV)('yaml', inputs)]),
        ];
        return blocks.length === 0 ? item : `${item}\n\n${(0,markdown/* indented */.gu)(blocks.join('\n\n'), marker.length + 1)}\n`;
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
    return `> [!NOTE]\n> Made on the emulator, not on Azure: data plane ${(0,markdown/* code */.aY)(emulator.dataPlane)}${speed}.`;
}
function runSections(report) {
    if (report.status !== null) {
        return [
            (0,markdown/* table */.tp)(['Property', 'Value'], (0,status_text/* statusRows */.O)(report.status).map((row) => row.map(markdown/* escapeMarkdown */.FV))),
            instancesOf(report),
        ];
    }
    if (report.outcome === 'no-change' || report.reason !== null) {
        return [instancesOf(report)];
    }
    return [
        (0,markdown/* table */.tp)(['Property', 'Value'], numbers(report)),
        instancesOf(report),
        report.scaleSet === null ? null : batchesSection(report.scaleSet),
        stepsSection(report.steps),
        ganttSection(report),
        report.outcome === 'succeeded' ? hazardsSection(report) : null,
    ];
}
function instancesOf({ scaleSet }) {
    return scaleSet === null ? null : (0,instances_table/* instancesTable */.P)(scaleSet.instances);
}
function hazardsSection({ plan }) {
    const hazards = plan?.hazards ?? [];
    return hazards.length === 0
        ? null
        : (0,markdown/* details */.zH)(`What else is different now (${hazards.length})`, (0,markdown/* bullets */.e5)(hazards.map(markdown/* escapeMarkdown */.FV)));
}
function numbers(report) {
    const { downtime, controlPlane, probe, plan, operations, requests } = report;
    const measured = probe?.downtime ?? null;
    const rows = [
        ...(report.scaleSet === null ? [] : scaleSetNumbers(report.scaleSet, plan?.method)),
        ['Downtime', downtimeText(report)],
        [
            'Limit (max-downtime)',
            downtime.maxSeconds === null ? null : (0,readable/* readableDuration */.P1)(downtime.maxSeconds * 1000),
        ],
        ['Outages', measured === null ? null : outagesText(measured)],
        [
            'Control-plane window',
            hasBegunElsewhere(report) || report.scaleSet !== null ? null : (0,readable/* readableSeconds */.mB)(controlPlane.seconds),
        ],
        ['Probed', probe === null ? null : `${(0,markdown/* code */.aY)(probe.target.url)} every ${probe.intervalMs} ms`],
        ['Requests of the prober', measured === null ? null : samplesText(measured)],
        ['Existing connections', connectionsText(probe)],
        ['Method', plan === null ? null : `${(0,markdown/* code */.aY)(plan.method)}: ${(0,markdown/* escapeMarkdown */.FV)(plan.methodReason)}`],
        ...((0,after_effects/* hasOnlyRecovered */.Kd)(report) ? [] : wayRows(report)),
        ['ARM', `${(0,readable/* countOf */.pq)(operations.length, 'write operation')}, ${(0,readable/* countOf */.pq)(requests.length, 'request')}`],
        [
            'Expected duration',
            plan?.expectedDuration == null
                ? null
                : `${(0,readable/* readableDuration */.P1)(plan.expectedDuration.medianSeconds * 1000)} to ${(0,readable/* readableDuration */.P1)(plan.expectedDuration.p90Seconds * 1000)}`,
        ],
        ['The run', (0,readable/* readableDuration */.P1)(report.durationMs)],
    ];
    return rows.flatMap(([name, value]) => (value === null ? [] : [[name, value]]));
}
function wayRows({ previousLoadBalancer, newLoadBalancer }) {
    return [
        ['From', previousLoadBalancer === null ? null : (0,markdown/* code */.aY)(previousLoadBalancer)],
        ['To', newLoadBalancer === null ? null : (0,markdown/* code */.aY)(newLoadBalancer)],
    ];
}
/** What this run has seen of an outage is the end of it. */
function hasBegunElsewhere(report) {
    return report.interrupted || report.recoveredTo !== null || (0,after_effects/* hasOnlyRecovered */.Kd)(report);
}
function downtimeText(report) {
    const { downtime, probe } = report;
    const measured = probe?.downtime ?? null;
    if (downtime.seconds === null) {
        if (hasBegunElsewhere(report)) {
            return 'not known: it began in the interrupted run';
        }
        if ((0,report_report/* isAwayIn */.u2)(report.notAsLeft) && !(measured !== null && (0,downtime_text/* isOutageOpen */.qd)(measured))) {
            return 'not known: it is away still';
        }
        if (measured !== null && (0,unseen_window/* mayHaveGoneAway */.R)(report)) {
            return 'not known: it answered until probing ended, and may have gone away after that';
        }
        return measured === null || !(0,downtime_text/* isOutageOpen */.qd)(measured)
            ? 'not measured'
            : `${(0,downtime_text/* leastText */.rD)(measured)}: not over when probing ended`;
    }
    const duration = `**${(0,readable/* readableSeconds */.mB)(downtime.seconds)}**`;
    const recovered = downtime.recoveredSeconds ?? 0;
    const share = recovered === 0
        ? ''
        : `, ${(0,readable/* readableSeconds */.mB)(recovered)} of it since this run began and before the interrupted release was at its end`;
    if (measured === null && downtime.source !== 'probe') {
        return `${duration} by the control plane${share}; nobody probed what users saw`;
    }
    return recovered === 0 && measured !== null
        ? `${duration} (${(0,downtime_text/* accuracyText */.D6)(measured)})`
        : `${duration} (± ${(0,readable/* readableDuration */.P1)(downtime.uncertaintyMs ?? 0)})${share}`;
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
    return (0,markdown/* section */.uW)('Timeline', `\`\`\`mermaid\n${chart}\n\`\`\`${note === '' ? '' : `\n\n${note}`}`);
}

;// CONCATENATED MODULE: ./lib/conclude.js













/** Tells the story of the run everywhere it is told: report, outputs, summary, log and exit code. */
async function conclude(recorder, ending) {
    const conclusion = conclusionOf(ending);
    const report = (0,report_report/* buildReport */.FK)(await runFacts(recorder, ending), recorder.events, conclusion && recorder.concealedConclusion(conclusion));
    const reportPath = writeReport(report, ending.inputs?.reportPath);
    writeOutputs(report, reportPath);
    await writeSummary(report);
    recorder.log.finish(report);
    // A run that was undone is red, and so is a swap that stands and took longer than was allowed.
    process.exitCode = (0,annotations/* causeError */.IW)(report) === null ? 0 : 1;
}
/** As the report would have it now. */
function downtimeUntilNow({ startedAtMs, startedAtEpochMs, events }, { probe }) {
    const facts = {
        startedAtMs,
        startedAtEpochMs,
        finishedAtMs: clock/* systemClock */.m.monotonicMs(),
        strategy: '',
        command: '',
        productionAddresses: [],
        ...maxDowntimeOf(probe),
    };
    return (0,report_report/* buildReport */.FK)(facts, events).downtime;
}
async function runFacts(recorder, ending) {
    // Loaded only now: a run has better things to do before its first request.
    const { context } = await __webpack_require__.e(/* import() */ 413).then(__webpack_require__.bind(__webpack_require__, 2413));
    const emulator = emulatorFacts();
    return {
        startedAtMs: recorder.startedAtMs,
        startedAtEpochMs: recorder.startedAtEpochMs,
        finishedAtMs: clock/* systemClock */.m.monotonicMs(),
        ...factsOf(ending),
        ...(Number.isNaN(context.runId)
            ? {}
            : {
                github: {
                    runUrl: `${context.serverUrl}/${process.env.GITHUB_REPOSITORY}/actions/runs/${context.runId}`,
                    actor: context.actor,
                },
            }),
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

/***/ 855:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   A: () => (/* binding */ listenerOf),
/* harmony export */   h: () => (/* binding */ maskFor)
/* harmony export */ });
/* harmony import */ var _actions_core__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8179);

/** The runner hides a secret in the log, and the recorder in all that is written to files, which no runner looks at. */
function maskFor({ hide }) {
    return (secret) => {
        (0,_actions_core__WEBPACK_IMPORTED_MODULE_0__/* .setSecret */ .Pq)(secret);
        hide(secret);
    };
}
function listenerOf(recorder) {
    return { emit: recorder.emit, mask: maskFor(recorder), conceal: recorder.concealed };
}


/***/ }),

/***/ 8479:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $8: () => (/* binding */ mayHaveWritten),
/* harmony export */   Ad: () => (/* binding */ standingSteps),
/* harmony export */   Kd: () => (/* binding */ hasOnlyRecovered),
/* harmony export */   Q2: () => (/* binding */ hasMoved),
/* harmony export */   Wt: () => (/* binding */ isRecovery),
/* harmony export */   Y_: () => (/* binding */ isUndone),
/* harmony export */   f4: () => (/* binding */ mayBeDown),
/* harmony export */   iH: () => (/* binding */ hasRunOutOfRecovery),
/* harmony export */   vQ: () => (/* binding */ hasOnlyLocked)
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
/** Of a swap: nothing but its lock was begun. Where production is then, the release that came between decides. */
function hasOnlyLocked({ scaleSet, steps }) {
    const begun = steps.filter(({ run }) => run !== null);
    return scaleSet === null && begun.length > 0 && begun.every(({ id }) => id === 'take-lock');
}
/** Of a failed run: whether production may be without its address. What was written outside of any step, nobody knows. */
function mayBeDown(report) {
    if (hasMoved(report)) {
        return false;
    }
    return (standingSteps(report).some(({ window }) => window !== null) ||
        (report.steps.length === 0 && report.command !== 'unlock' && mayHaveWritten(report)));
}
/** Of a run that has done its work, and has left production in vain: that was to take back what it had begun. */
function isUndone({ notAsLeft, steps }) {
    return notAsLeft !== null && steps.some(({ undo }) => undo !== null);
}
/** Whether the run was there for a release that another one had begun; where production is then, that one has decided. */
function isRecovery({ command, recoveredTo }) {
    return command === 'recover' || recoveredTo !== null;
}
/**
 * It has brought an interrupted release to its end, and has failed before anything of its own was begun: what it has changed
 * stands, and is not to be undone.
 */
function hasOnlyRecovered({ outcome, recovered, steps, }) {
    return outcome === 'failed' && recovered !== null && steps.every((step) => step.recovered);
}
/** Its time was up before an interrupted release was at its end, and before this run has written anything. */
function hasRunOutOfRecovery(report) {
    return report.failure?.code === 'RecoveryTimeout' && !mayHaveWritten(report);
}


/***/ }),

/***/ 1116:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   IW: () => (/* binding */ causeError),
/* harmony export */   o0: () => (/* binding */ cleanUpWarnings),
/* harmony export */   w$: () => (/* binding */ resultNotice)
/* harmony export */ });
/* harmony import */ var _after_effects_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(8479);
/* harmony import */ var _failure_report_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(1667);
/* harmony import */ var _next_steps_next_steps_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(4078);
/* harmony import */ var _next_steps_scale_set_next_steps_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(518);
/* harmony import */ var _step_reports_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(9648);
/* harmony import */ var _unclosed_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(8943);
/* harmony import */ var _verdict_verdict_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(2561);







/** The one notice of a run. */
function resultNotice(report) {
    return { title: (0,_verdict_verdict_js__WEBPACK_IMPORTED_MODULE_3__/* .titleOf */ .G)(report), message: (0,_verdict_verdict_js__WEBPACK_IMPORTED_MODULE_3__/* .verdict */ .W)(report) };
}
/** The one error of a run: its cause, and what to do. `null` for a run that is green. */
function causeError(report) {
    const { outcome, downtime } = report;
    if (outcome === 'failed' && (0,_after_effects_js__WEBPACK_IMPORTED_MODULE_4__/* .mayHaveWritten */ .$8)(report)) {
        return { title: (0,_verdict_verdict_js__WEBPACK_IMPORTED_MODULE_3__/* .titleOf */ .G)(report), message: brokenText(report) };
    }
    if (outcome === 'rolled-back' || outcome === 'failed') {
        const [next] = (0,_next_steps_next_steps_js__WEBPACK_IMPORTED_MODULE_0__/* .nextSteps */ .Z)(report);
        const [text = '', ...lines] = next === undefined ? [] : linesOf(next);
        return {
            title: (0,_verdict_verdict_js__WEBPACK_IMPORTED_MODULE_3__/* .titleOf */ .G)(report),
            message: [`${causeText(report)} ${text}`.trim(), ...lines].join('\n'),
        };
    }
    const unclosed = (0,_unclosed_js__WEBPACK_IMPORTED_MODULE_5__/* .unclosedSteps */ .z)(report);
    if (unclosed.length > 0) {
        return { title: (0,_verdict_verdict_js__WEBPACK_IMPORTED_MODULE_3__/* .titleOf */ .G)(report), message: unclosedError(report, unclosed) };
    }
    if (outcome === 'succeeded' && downtime.maxExceeded) {
        const what = report.scaleSet === null ? 'The move' : 'The release';
        const message = `${(0,_verdict_verdict_js__WEBPACK_IMPORTED_MODULE_3__/* .verdict */ .W)(report)} ${what} stands: do not run a rollback because this step is red.`;
        return { title: `${report.strategy}: away for longer than max-downtime`, message };
    }
    return null;
}
/** What a run that is green has left behind: nobody looks for it, and it costs money. */
function cleanUpWarnings({ outcome, steps, scaleSet }) {
    return steps.flatMap(({ cleanUp, title, run }) => {
        if (outcome !== 'succeeded' || !cleanUp || run?.outcome !== 'failed') {
            return [];
        }
        if (run.failure?.code === 'RecordRemoved') {
            return [run.failure.message];
        }
        return scaleSet === null
            ? [
                `Not cleaned up: "${title}" failed: ${run.failure === null ? 'the cause is not known.' : (0,_failure_report_js__WEBPACK_IMPORTED_MODULE_6__/* .failureText */ .kY)(run.failure)} The summary says what does it.`,
            ]
            : [];
    });
}
function unclosedError(report, unclosed) {
    const advice = report.plan?.method === 'take-back' ? '' : ': do not run a rollback because this step is red';
    return [
        `${(0,_verdict_verdict_js__WEBPACK_IMPORTED_MODULE_3__/* .verdict */ .W)(report)} What was done stands${advice}.`,
        ...unclosed.map(_unclosed_js__WEBPACK_IMPORTED_MODULE_5__/* .unclosedText */ .Z),
        ...(0,_next_steps_scale_set_next_steps_js__WEBPACK_IMPORTED_MODULE_1__/* .closingSteps */ .n)(report).flatMap(({ text, commands }) => [text, ...commands]),
    ].join('\n');
}
/** An annotation is read without the summary, so all that is needed now is in it. */
function brokenText(report) {
    return [
        (0,_verdict_verdict_js__WEBPACK_IMPORTED_MODULE_3__/* .verdict */ .W)(report),
        `Cause: ${causeText(report)}`,
        ...(0,_step_reports_js__WEBPACK_IMPORTED_MODULE_2__/* .undoFailures */ .yQ)(report.steps).map(({ title, failure }) => `Not undone: "${title}": ${(0,_failure_report_js__WEBPACK_IMPORTED_MODULE_6__/* .failureText */ .kY)(failure)}`),
        ...(0,_next_steps_next_steps_js__WEBPACK_IMPORTED_MODULE_0__/* .nextSteps */ .Z)(report).flatMap(linesOf),
    ].join('\n');
}
function linesOf({ text, commands, places = [], inputs = [] }) {
    return [text, ...commands, ...places, ...inputs];
}
function causeText({ failure }) {
    return failure === null ? 'The cause is not known.' : (0,_failure_report_js__WEBPACK_IMPORTED_MODULE_6__/* .failureText */ .kY)(failure);
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
 * 2023-04-01 and later), which preflight wants to know, and the ports by which an instance is reached
 * (LoadBalancers_ListInboundNatRulePortMappings).
 */
const ASKING_ACTION = /\/(?:loadBalancingRules\/[^/]+\/health|queryInboundNatRulePortMapping)$/i;
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
/** @param awaySinceMs where production was away already when the events begin. */
function findWindows(events, awaySinceMs) {
    const begin = awaySinceMs === undefined ? noWindow : open(noWindow, awaySinceMs);
    return settle(events.reduce(foldWindow, begin)).windows;
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

/***/ 7817:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   H: () => (/* binding */ endpointText)
/* harmony export */ });
/** `20.1.2.3:50000` */
function endpointText({ address, frontendPort }) {
    return `${address.includes(':') ? `[${address}]` : address}:${frontendPort}`;
}


/***/ }),

/***/ 1476:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   S: () => (/* binding */ durationText),
/* harmony export */   g: () => (/* binding */ expectationText)
/* harmony export */ });
/* harmony import */ var _readable_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8828);

/** What will be down, when, and for how long by what was recorded of such operations. */
function expectationText(steps, expected, what) {
    const opens = steps.findIndex(({ window }) => window === 'opens' || window === 'opens-and-closes') + 1;
    const closes = steps.findLastIndex(({ window }) => window === 'closes' || window === 'opens-and-closes') + 1;
    if (opens === 0) {
        return what === 'instances'
            ? `${expected.basis.slice(0, 1).toUpperCase()}${expected.basis.slice(1)}.`
            : 'Nothing: no step takes the production address away.';
    }
    const when = opens === closes ? `during step ${opens}` : `from step ${opens} to the end of step ${closes}`;
    return `The production address does not answer ${when}. ${figuresText(expected)}`;
}
/** `Expected duration: about 2 min 30 s in half of the cases, at most about 4 min 10 s in nine of ten (...).` */
function durationText({ medianSeconds, p90Seconds, basis }) {
    const [median, p90] = [(0,_readable_js__WEBPACK_IMPORTED_MODULE_0__/* .readableDuration */ .P1)(medianSeconds * 1000), (0,_readable_js__WEBPACK_IMPORTED_MODULE_0__/* .readableDuration */ .P1)(p90Seconds * 1000)];
    return `Expected duration: about ${median} in half of the cases, at most about ${p90} in nine of ten (${basis}).`;
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
function toFailureReport({ message, code, problems = [] }) {
    return { message, code: code ?? null, ...(problems.length < 2 ? {} : { problems }) };
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

/***/ 8428:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   DE: () => (/* binding */ sickIds),
/* harmony export */   GT: () => (/* binding */ updatedIds),
/* harmony export */   J5: () => (/* binding */ quarantinedIds),
/* harmony export */   No: () => (/* binding */ unhealthyFindings),
/* harmony export */   Or: () => (/* binding */ takenBackOffIds),
/* harmony export */   UH: () => (/* binding */ unprovenIds),
/* harmony export */   dw: () => (/* binding */ upgradedIds),
/* harmony export */   hI: () => (/* binding */ outdatedIds),
/* harmony export */   n2: () => (/* binding */ otherCarrierIds),
/* harmony export */   pT: () => (/* binding */ unhealthyIds),
/* harmony export */   u4: () => (/* binding */ offIds)
/* harmony export */ });
/* harmony import */ var _strategies_scale_set_instances_instance_order_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(5834);
/* harmony import */ var _strategies_scale_set_instances_power_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(6051);


/**
 * What was found out last of each instance that did not get well, or did not stay so. Whom a later batch or look has found well is
 * not among them; who is well again only because the release was taken back has not got well with it.
 */
function unhealthyFindings({ batches, laterChecks }) {
    const ofBatches = batches.flatMap(({ finishedMs, ...batch }) => finishedMs === null ? [] : [{ ...batch, atMs: finishedMs, isTakenBack: false }]);
    const ofChecks = laterChecks.map(({ endedMs, since, ...check }) => ({
        ...check,
        atMs: endedMs,
        isTakenBack: since === 'take-back',
    }));
    const found = new Map();
    for (const { instanceIds, unhealthy, isTakenBack } of [...ofBatches, ...ofChecks].toSorted((a, b) => a.atMs - b.atMs)) {
        for (const id of isTakenBack ? [] : instanceIds) {
            found.delete(id);
        }
        for (const each of unhealthy) {
            found.set(each.instanceId, each);
        }
    }
    return [...found.values()];
}
/** Each once, lowest first: in whatever order they were found. */
function inOrder(ids) {
    return [...new Set(ids)].sort(_strategies_scale_set_instances_instance_order_js__WEBPACK_IMPORTED_MODULE_0__/* .compareIds */ .q3);
}
/** Ids of the instances that the release has made unhealthy, each once; those in quarantine are among them. */
function unhealthyIds(scaleSet) {
    const { instances } = scaleSet;
    const seen = instances.filter(({ role }) => role === 'unhealthy' || role === 'quarantined');
    return inOrder([
        ...unhealthyFindings(scaleSet).map(({ instanceId }) => instanceId),
        ...seen.map(({ instanceId }) => instanceId),
    ]);
}
/** Ids of those that had been sick before, and did not get well with the release either. */
function sickIds(scaleSet) {
    const { instances, batches, laterChecks } = scaleSet;
    return inOrder([
        ...[...batches, ...laterChecks].flatMap(({ sickBefore }) => sickBefore.map(({ instanceId }) => instanceId)),
        ...instances.filter(({ role }) => role === 'sick').map(({ instanceId }) => instanceId),
    ]);
}
/** Ids of those that the release has switched off, by this run or one before it, and of those that it was taken back from while they were off. */
function quarantinedIds({ instances, switchedOff }) {
    return inOrder([
        ...instances.filter(({ role }) => role === 'quarantined').map(({ instanceId }) => instanceId),
        ...takenBackOffIds({ switchedOff }),
    ]);
}
/** Ids of those that were taken back while they were switched off: how they are with what they had before, nobody knows. */
function takenBackOffIds({ switchedOff }) {
    return switchedOff.filter(({ since }) => since === 'take-back').map(({ instanceId }) => instanceId);
}
/** Ids of those that were taken back, and on whom ARM has not let `check-command` be run. */
function unprovenIds({ laterChecks }) {
    return laterChecks.flatMap(({ unproven }) => unproven.map(({ instanceId }) => instanceId));
}
/** Ids of all that are switched off, whoever did it. */
function offIds({ instances }) {
    return instances.filter(({ power }) => (0,_strategies_scale_set_instances_power_js__WEBPACK_IMPORTED_MODULE_1__/* .isOff */ .gK)(power)).map(({ instanceId }) => instanceId);
}
/** Ids of the instances that have what the model has. */
function updatedIds({ instances }) {
    return instances.filter(({ isUpToDate }) => isUpToDate).map(({ instanceId }) => instanceId);
}
function outdatedIds({ instances }) {
    return instances.filter(({ isUpToDate }) => !isUpToDate).map(({ instanceId }) => instanceId);
}
/** Ids of the instances that have the payload of the release. */
function upgradedIds({ instances }) {
    return instances.filter(({ hasPayload }) => hasPayload).map(({ instanceId }) => instanceId);
}
/** Ids of those that have the payload of a canary release, and are none of its canaries. */
function otherCarrierIds(scaleSet) {
    return upgradedIds(scaleSet).filter((id) => !scaleSet.canaryIds.includes(id));
}


/***/ }),

/***/ 7799:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   _: () => (/* binding */ actionsLog)
/* harmony export */ });
/* harmony import */ var _actions_core__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8179);

/** The log as the runner shows it: groups, annotations, and debug lines under ACTIONS_STEP_DEBUG. */
const actionsLog = {
    group: (title) => _actions_core__WEBPACK_IMPORTED_MODULE_0__/* .startGroup */ .Oh(inOneLine(title)),
    endGroup: () => _actions_core__WEBPACK_IMPORTED_MODULE_0__/* .endGroup */ .N4(),
    info: (text) => _actions_core__WEBPACK_IMPORTED_MODULE_0__/* .info */ .pq(withoutCommands(text)),
    debug: (text) => _actions_core__WEBPACK_IMPORTED_MODULE_0__/* .debug */ .Yz(text),
    warning: (text) => _actions_core__WEBPACK_IMPORTED_MODULE_0__/* .warning */ .$e(text),
    notice: ({ title, message }) => _actions_core__WEBPACK_IMPORTED_MODULE_0__/* .notice */ .lm(message, { title }),
    error: ({ title, message }) => _actions_core__WEBPACK_IMPORTED_MODULE_0__/* .error */ .z3(message, { title }),
};
/**
 * A plain line goes out as it is, and what is in it may be the text of a tag, an answer of ARM's or a name: the runner would take a
 * line that begins with `::`, or has `##[` anywhere, for a command. What goes out as a command is escaped by the toolkit.
 */
function withoutCommands(text) {
    return inOneLine(text)
        .replace(/^(\s*):(?=:)/, '$1: ')
        .replaceAll('##[', '## [');
}
/** All of our own lines are written one by one: a line break is in what is quoted. */
function inOneLine(text) {
    return text.replaceAll(/[\r\n]+/g, ' ');
}


/***/ }),

/***/ 3414:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   j: () => (/* binding */ lossOf),
/* harmony export */   k: () => (/* binding */ lostText)
/* harmony export */ });
/* harmony import */ var _strategies_scale_set_instances_named_instances_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(2818);
/* harmony import */ var _listed_instances_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8428);
/* harmony import */ var _readable_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(8828);



const LOST = {
    LostModel: true,
    LostSettings: true,
    LostInstances: true,
    LostRecord: true,
};
/** How a run has found, by its last look, that what it had reached is there no more. */
function lossOf({ failure }) {
    const code = failure?.code ?? '';
    return isLostCode(code) ? code : null;
}
function isLostCode(code) {
    return Object.hasOwn(LOST, code);
}
function lostText(loss, { release, payload, stand }, scaleSet) {
    const { name, instances } = scaleSet;
    if (loss === 'LostRecord') {
        const ids = (0,_listed_instances_js__WEBPACK_IMPORTED_MODULE_0__/* .upgradedIds */ .dw)(scaleSet);
        const have = ids.length === 0
            ? ''
            : `${(0,_readable_js__WEBPACK_IMPORTED_MODULE_1__/* .capital */ .Nx)((0,_strategies_scale_set_instances_named_instances_js__WEBPACK_IMPORTED_MODULE_2__/* .namedInstances */ .M)(ids))} of ${name} ${ids.length === 1 ? 'has' : 'have'} ${payload}, and `;
        return `${have}${have === '' ? 'No' : 'no'} tag knows of their release any more: it is not open, and can be neither promoted nor rejected.`;
    }
    const upToDate = instances.length - (0,_listed_instances_js__WEBPACK_IMPORTED_MODULE_0__/* .outdatedIds */ .hI)(scaleSet).length;
    return (`${release} of ${name} had come to where it was to be, and is not there any more: by a fresh read of Azure, ${stand}, and ` +
        `${upToDate} of ${(0,_readable_js__WEBPACK_IMPORTED_MODULE_1__/* .countOf */ .pq)(instances.length, 'instance')} ${upToDate === 1 ? 'has' : 'have'} what the model has now.`);
}


/***/ }),

/***/ 1294:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   C6: () => (/* binding */ sayWith),
/* harmony export */   Fi: () => (/* binding */ isOfExtension),
/* harmony export */   Ht: () => (/* binding */ formerSettings),
/* harmony export */   KB: () => (/* binding */ retryByPost),
/* harmony export */   QW: () => (/* binding */ hasLostLock),
/* harmony export */   S5: () => (/* binding */ namingOfScaleSet),
/* harmony export */   TG: () => (/* binding */ again),
/* harmony export */   cv: () => (/* binding */ say),
/* harmony export */   fj: () => (/* binding */ recoverStep)
/* harmony export */ });
/* harmony import */ var _strategies_naming_inputs_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(5583);
/* harmony import */ var _after_effects_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(8479);
/* harmony import */ var _failure_report_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(1667);
/* harmony import */ var _step_reports_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9648);




function say(text, commands = []) {
    return { text, commands };
}
/** @param sentence without its end. */
function sayWith(sentence, commands) {
    return say(`${sentence}${commands.length === 0 ? '.' : ':'}`, commands);
}
/** On a load balancer it is seen whether a run is alive; on a scale set nobody sees it, and a recovery takes the lock at once. */
function recoverStep(report, what) {
    const [example, safety] = report.scaleSet === null
        ? ['operate.yml', 'It is safe at any time, and by several people at once.']
        : [
            'scale-set-operate.yml',
            'Make sure before that no job works on the release any more: one that does loses its lock by that, and fails. Of several ' +
                'recoveries at once one gets it.',
        ];
    return say(`${what}: run the action with ${(0,_strategies_naming_inputs_js__WEBPACK_IMPORTED_MODULE_1__/* .quotedInputs */ .i)(['command: recover', ...namingOf(report)])}` +
        `${report.scaleSet === null ? '' : formerSettings(report.scaleSet)}, in a ` +
        `workflow like examples/${example}. ${safety}`);
}
/** The inputs that name what the run was about, as far as that is known. */
function namingOf({ productionAddresses, scaleSet }) {
    if (scaleSet !== null) {
        return namingOfScaleSet(scaleSet);
    }
    const ids = productionAddresses.map(({ id }) => id);
    return (0,_strategies_naming_inputs_js__WEBPACK_IMPORTED_MODULE_1__/* .namingInputs */ .w)('production-public-ip', ids);
}
/** As `namingInputs`. */
function namingOfScaleSet({ name, resourceGroup, subscriptionId }) {
    return [
        `scale-set: ${name}`,
        ...(resourceGroup === null ? [] : [`resource-group: ${resourceGroup}`]),
        ...(subscriptionId === null ? [] : [`subscription-id: ${subscriptionId}`]),
    ];
}
function isOfExtension({ payload }) {
    return payload?.startsWith('extension:') === true;
}
/** They are in no record, and whatever may have to take the release back needs them. */
function formerSettings(scaleSet) {
    return isOfExtension(scaleSet)
        ? ', with what the extension had before in previous-extension-settings and previous-extension-protected-settings'
        : '';
}
/** Where the cause says already how it is removed: what comes after that. */
const AFTER_THE_CAUSE = {
    Locked: 'This run has changed nothing: run again when that one has ended.',
    InterruptedRelease: 'This run has changed nothing: run again when that release has come to its end.',
};
/** Whoever has taken the lock may be at work on it still. */
const AFTER_A_LOST_LOCK = 'Somebody else has the lock, or has taken it away: "command: status" tells who is at work on it. Run again when nobody is; what ' +
    'this run had changed is undone.';
/** Nothing of the run is left: what it takes to try again. */
function again(report) {
    const { failure } = report;
    if ((0,_after_effects_js__WEBPACK_IMPORTED_MODULE_2__/* .hasOnlyRecovered */ .Kd)(report)) {
        const what = (0,_failure_report_js__WEBPACK_IMPORTED_MODULE_3__/* .isInterruption */ .si)(failure) ? 'Run again' : 'Remove the cause and run again';
        return say(`${what}: nothing is interrupted any more, and what this run was to do itself was not begun.`);
    }
    if (report.command === 'unlock' && (0,_after_effects_js__WEBPACK_IMPORTED_MODULE_2__/* .mayHaveWritten */ .$8)(report)) {
        return say('"command: status" tells whether the lock is there still. Where it is, run "command: unlock" again.');
    }
    if (hasLostLock(report)) {
        return say(AFTER_A_LOST_LOCK);
    }
    const afterwards = AFTER_THE_CAUSE[failure?.code ?? ''];
    if (afterwards !== undefined && !(0,_after_effects_js__WEBPACK_IMPORTED_MODULE_2__/* .mayHaveWritten */ .$8)(report)) {
        return say(afterwards);
    }
    const isLeftAsFound = report.scaleSet?.isLeftAsFound === true;
    if ((0,_failure_report_js__WEBPACK_IMPORTED_MODULE_3__/* .isInterruption */ .si)(failure)) {
        const ended = failure?.code === 'Cancelled' ? 'cancelled' : 'interrupted';
        const state = isLeftAsFound
            ? `Nobody had been upgraded when the run was ${ended}`
            : (0,_after_effects_js__WEBPACK_IMPORTED_MODULE_2__/* .mayHaveWritten */ .$8)(report)
                ? `What the run had changed when it was ${ended} is undone`
                : `Nothing had been changed when the run was ${ended}`;
        return say(`${state}. Running again starts from where things are.`);
    }
    if (isLeftAsFound) {
        return say('Remove the cause and run again: the release is open as it was.');
    }
    const anew = `Remove the cause and run ${report.command === 'rollback' ? '"command: rollback" ' : ''}again`;
    return say((0,_after_effects_js__WEBPACK_IMPORTED_MODULE_2__/* .mayHaveWritten */ .$8)(report) ? `${anew}: what this run had changed is undone.` : `${anew}.`);
}
/** Noticed before a step, or only when it was to be undone. */
function hasLostLock({ failure, steps }) {
    return [failure, ...(0,_step_reports_js__WEBPACK_IMPORTED_MODULE_0__/* .undoFailures */ .yQ)(steps).map((undo) => undo.failure)].some((each) => each?.code === 'LockLost');
}
/** Codes of an undoing that was handed over: post does not try it again. */
const OUT_OF_TIME = ['UndoTimeout', 'HandOver'];
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
    const undone = (0,_step_reports_js__WEBPACK_IMPORTED_MODULE_0__/* .undoFailures */ .yQ)(steps);
    return undone.length === 0 || undone.some((undo) => OUT_OF_TIME.includes(undo.failure.code ?? ''))
        ? []
        : [
            say('The post step of this job tries once more to undo this: see its result first. If it failed too, or did not run, go on.'),
        ];
}


/***/ }),

/***/ 4078:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  Z: () => (/* binding */ nextSteps)
});

// EXTERNAL MODULE: ./lib/azure/network/frontend-commands.js
var frontend_commands = __webpack_require__(4131);
// EXTERNAL MODULE: ./lib/azure/resource-id.js
var resource_id = __webpack_require__(8481);
// EXTERNAL MODULE: ./lib/azure/scopes.js
var azure_scopes = __webpack_require__(4670);
// EXTERNAL MODULE: ./lib/report/after-effects.js
var after_effects = __webpack_require__(8479);
// EXTERNAL MODULE: ./lib/report/failure-report.js
var failure_report = __webpack_require__(1667);
// EXTERNAL MODULE: ./lib/report/report.js + 9 modules
var report_report = __webpack_require__(6727);
// EXTERNAL MODULE: ./lib/report/step-reports.js
var step_reports = __webpack_require__(9648);
;// CONCATENATED MODULE: ./lib/report/next-steps/azure-cli.js

const FRONTEND_ADDRESS = /^frontendIPConfigurations\/(?<frontend>.+)\.publicIPAddress\.id$/;
/** Azure CLI commands that make changes of frontends, in their order; none for what changes something else. */
function makeCommands(changes) {
    return changes.flatMap(({ resource, field, to }) => {
        const frontend = FRONTEND_ADDRESS.exec(field)?.groups?.frontend;
        return frontend === undefined || to === null ? [] : [(0,frontend_commands/* giveAddressCommand */.tQ)(resource, frontend, to)];
    });
}

// EXTERNAL MODULE: ./lib/report/next-steps/next-step.js
var next_step = __webpack_require__(1294);
// EXTERNAL MODULE: ./lib/report/next-steps/scale-set-next-steps.js + 4 modules
var scale_set_next_steps = __webpack_require__(518);
;// CONCATENATED MODULE: ./lib/report/next-steps/next-steps.js










/** What the reader does next; the first is the most urgent. */
function nextSteps(report) {
    const { scaleSet } = report;
    if (scaleSet !== null) {
        const ofScaleSet = (0,scale_set_next_steps/* scaleSetSteps */.y)(report, scaleSet);
        if (ofScaleSet !== null) {
            return ofScaleSet;
        }
    }
    switch (report.outcome) {
        case 'succeeded':
            return succeeded(report);
        case 'rolled-back':
            return [(0,next_step/* again */.TG)(report)];
        case 'failed':
            return failed(report);
        case 'planned':
            return [
                (0,next_step/* say */.cv)('Run again with command: run to carry this plan out. The plan is made anew then, from what Azure says at that moment.'),
            ];
        case 'reported':
            return reported(report);
        case 'no-change':
            return [];
    }
}
function reported(report) {
    const { status } = report;
    if (status === null) {
        return [];
    }
    const addresses = 'addresses' in status ? status.addresses : [];
    const records = 'addresses' in status ? addresses : [status];
    switch (status.state) {
        case 'interrupted':
            return records.some(({ problem }) => problem !== null)
                ? [(0,next_step/* say */.cv)('Do what the row "Interrupted" says: this version cannot read what was begun.')]
                : [(0,next_step/* recoverStep */.fj)(report, 'Bring the interrupted release to an end')];
        case 'locked':
            return records.some(({ lock, interrupted, problem }) => lock !== null && !lock.isOver && interrupted === null && problem === null)
                ? [
                    (0,next_step/* say */.cv)('Wait for whoever has the lock. If that is nobody any more, take it away with "command: unlock" and unlock-reason: ' +
                        'no release is written down beside it, so there is nothing to recover.'),
                ]
                : records.some(({ problem }) => problem !== null)
                    ? [
                        (0,next_step/* say */.cv)('Wait for the run that has the lock. If its runner is lost, do what the row "Under way" says: this version cannot read what ' +
                            'was begun, and "command: recover" of it is refused.'),
                    ]
                    : [
                        (0,next_step/* say */.cv)('Wait for the run that has the lock. If its runner is lost, "command: recover" brings what it had begun to an end.'),
                    ];
        case 'orphaned':
            return [
                (0,next_step/* recoverStep */.fj)(report, 'Sweep up what is left over'),
                ...addresses
                    .flatMap(({ orphans }) => orphans)
                    .flatMap(({ name, heldBy }) => heldBy === null
                    ? []
                    : [
                        (0,next_step/* say */.cv)(`It leaves ${name} alone, because ${heldBy} holds it: give that another address first.`),
                    ]),
            ];
        case 'unserved': {
            const names = addresses.flatMap(({ name, heldBy }) => (heldBy === null ? [name] : []));
            return [
                (0,next_step/* recoverStep */.fj)(report, `No journal says where ${names.join(' and ')} was, so a person has to give ${names.length === 1 ? 'it' : 'each'} to the frontend that ` +
                    'shall serve it. For the command of each frontend that it fits'),
            ];
        }
        case 'split':
            return [
                (0,next_step/* say */.cv)('Decide which load balancer shall serve, and bring there what others serve: "command: run" with it as target-load-balancer, ' +
                    'and with the addresses that it does not serve yet as production-public-ip.'),
            ];
        default:
            return [];
    }
}
function succeeded(report) {
    const { downtime, previousLoadBalancer } = report;
    if (report.reason !== null && report.command !== 'unlock') {
        return [];
    }
    if (report.reason !== null) {
        return [
            (0,next_step/* say */.cv)('What the owner of the lock had begun, if anything, stays as it was: "command: status" tells, and "command: recover" ' +
                'brings it to an end.'),
        ];
    }
    return [
        ...(downtime.maxExceeded
            ? [
                (0,next_step/* say */.cv)('The move stands; the step fails because production was away for longer than max-downtime allows.'),
            ]
            : []),
        ...leftOver(report),
        ...(previousLoadBalancer === null || report.recoveredTo !== null
            ? []
            : [wayBack(report, previousLoadBalancer)]),
    ];
}
const LAST_TAG = 'tags/azure-rollout-last';
/** A rollback is not rolled back: that would be a release. And without the tag that a release leaves none knows where to go. */
function wayBack(report, name) {
    const { command, steps } = report;
    const loadBalancer = loadBalancerInput(report, name);
    const run = `run with target-load-balancer: ${loadBalancer}. What served before still stands behind it.`;
    if (command === 'rollback') {
        return (0,next_step/* say */.cv)(`To go forwards again, use command: ${run}`);
    }
    const recording = steps.findLast(({ id }) => id === 'write-record');
    if (recording?.changes.some(({ field, to }) => field === LAST_TAG && to === null)) {
        return (0,next_step/* say */.cv)(`No tag tells where production was before, because record is none, so command: rollback is refused. To go back, use command: ${run}`);
    }
    const isRecorded = recording?.run?.outcome !== 'failed';
    return (0,next_step/* say */.cv)(isRecorded
        ? `To go back, use command: rollback, or run again with target-load-balancer: ${loadBalancer}. What served before still stands behind it.`
        : `To go back, use command: ${run}`);
}
/** A name is looked for in the one resource group that a step names, beside the address: elsewhere it takes the whole id. */
function loadBalancerInput({ previousLoadBalancerId, productionAddresses }, name) {
    const scopes = [previousLoadBalancerId ?? '', ...productionAddresses.map(({ id }) => id)].map((id) => (0,azure_scopes/* resourceGroupScope */.wZ)(id).toLowerCase());
    return previousLoadBalancerId === null || new Set(scopes).size === 1 ? name : previousLoadBalancerId;
}
/** Of the run nothing is to be taken back or tried again: who has moved production since decides, and what was to be tidied up. */
function notAsLeft(report, { leftOn, elsewhere }) {
    const isUnserved = (0,report_report/* isAwayIn */.u2)(report.notAsLeft);
    return [
        ...(elsewhere.length === 0
            ? [(0,next_step/* say */.cv)(`Look at what stands behind ${leftOn}: it has production, and does not answer.`)]
            : isUnserved
                ? [
                    (0,next_step/* sayWith */.C6)(`Production is not served. Find out who has taken it away, and give it back${report.byHand.length > 0 ? ` to ${leftOn}` : ''}`, makeCommands(report.byHand)),
                ]
                : [
                    (0,next_step/* say */.cv)(`Find out who has moved it, and whether it is to stay there. "command: run" with the target-load-balancer that shall serve brings ` +
                        'it elsewhere.'),
                ]),
        ...leftOver(report),
        ...((0,after_effects/* isUndone */.Y_)(report) ? [(0,next_step/* again */.TG)(report)] : []),
    ];
}
function leftOver(report) {
    return report.steps
        .filter(({ cleanUp, run }) => cleanUp && run?.outcome === 'failed' && run.failure?.code !== 'RecordRemoved')
        .map(({ title }) => (0,next_step/* recoverStep */.fj)(report, `Do what was left over, "${title}"`));
}
function failed(report) {
    const { failure } = report;
    if (report.notAsLeft !== null) {
        return notAsLeft(report, report.notAsLeft);
    }
    if ((0,next_step/* hasLostLock */.QW)(report)) {
        return [
            (0,next_step/* say */.cv)('Change nothing by hand: somebody else may be at work on it. "command: status" tells who, and how things are.'),
            (0,next_step/* recoverStep */.fj)(report, 'When nobody is, bring the release to an end'),
        ];
    }
    if (failure?.code === 'Unserved') {
        return [
            (0,next_step/* say */.cv)('Production is down. Run the one command of the cause that gives it to the frontend that shall serve, and see that it answers.'),
        ];
    }
    if ((0,after_effects/* hasOnlyRecovered */.Kd)(report) && report.command !== 'recover') {
        return [(0,next_step/* again */.TG)(report)];
    }
    const onceMore = failure?.code === 'RecoveryTimeout'
        ? 'Bring the interrupted release to an end, with more time'
        : (0,failure_report/* isInterruption */.si)(failure)
            ? 'Recover once more'
            : 'Remove the cause, and recover once more';
    if (report.byHand.length > 0 && !(0,step_reports/* hasMetForeignChange */.XV)(report)) {
        return [
            ...((0,after_effects/* isRecovery */.Wt)(report) ? [] : (0,next_step/* retryByPost */.KB)(report)),
            (0,next_step/* recoverStep */.fj)(report, (0,after_effects/* isRecovery */.Wt)(report) ? onceMore : 'Bring the release to an end'),
            (0,next_step/* say */.cv)('Production is not served meanwhile. Only where a recovery cannot be run soon, and nobody else is at it, bring it back by hand; ' +
                'recover all the same when you can, which removes what is left over:', makeCommands(report.byHand)),
        ];
    }
    if ((0,after_effects/* hasRunOutOfRecovery */.iH)(report)) {
        return [(0,next_step/* recoverStep */.fj)(report, onceMore)];
    }
    if ((0,after_effects/* isRecovery */.Wt)(report) && (0,after_effects/* mayHaveWritten */.$8)(report)) {
        return [(0,next_step/* recoverStep */.fj)(report, onceMore)];
    }
    // What was interrupted is so still: to release anew is refused until it is at its end.
    if (report.command === 'recover' && failure?.code !== 'Locked' && !(0,after_effects/* mayBeDown */.f4)(report)) {
        return [(0,next_step/* recoverStep */.fj)(report, onceMore)];
    }
    if ((0,after_effects/* mayBeDown */.f4)(report) && report.steps.length === 0) {
        return [
            (0,next_step/* recoverStep */.fj)(report, 'Bring the release to an end'),
            (0,next_step/* say */.cv)('Where that cannot be run, see which frontend has the production address now, and give it to the one that shall ' +
                'serve: it may be at either, or at none, where this prints nothing:', report.productionAddresses.map(({ id }) => (0,frontend_commands/* showHolderCommand */.vI)(id))),
        ];
    }
    if ((0,after_effects/* hasMoved */.Q2)(report) || failure?.code === 'MoveNotEnded') {
        // By hand there is nothing to do: taking it back would be an outage, and what is left over costs no user anything.
        return [...(0,next_step/* retryByPost */.KB)(report), (0,next_step/* recoverStep */.fj)(report, 'Bring the release to an end')];
    }
    const standing = (0,after_effects/* standingSteps */.Ad)(report);
    if (standing.length === 0 || !(0,after_effects/* mayHaveWritten */.$8)(report)) {
        return [(0,next_step/* again */.TG)(report)];
    }
    if ((0,step_reports/* hasMetForeignChange */.XV)(report)) {
        // By hand it would be written over, and what stands in the steps may be gone since.
        return [
            (0,next_step/* say */.cv)('Find out who has put there what the cause names, and have them take it away: until then it is left as it is, and a ' +
                'recovery is refused.'),
            (0,next_step/* recoverStep */.fj)(report, 'Then bring the release to an end'),
        ];
    }
    // Where production is whole, what is left over costs no user anything.
    const commands = (0,after_effects/* mayBeDown */.f4)(report) && report.productionSeenOn === null ? lookAndGiveBack(report, standing) : [];
    return [
        ...(0,next_step/* retryByPost */.KB)(report),
        (0,next_step/* recoverStep */.fj)(report, 'Bring the release to an end'),
        ...(commands.length === 0
            ? []
            : [
                (0,next_step/* say */.cv)('Once it has, all is done. Only where it cannot be run, look by hand who has production: "public-ip show" prints nothing where no ' +
                    'frontend has it, and then "frontend-ip update" gives it back:', commands),
            ]),
        (0,next_step/* say */.cv)('Then see that production answers.'),
    ];
}
/**
 * What is left of the plan may be gone or was never made, and nobody has looked since. So nothing is named but the production addresses, and
 * the frontends that they come from.
 */
function lookAndGiveBack({ productionAddresses }, standing) {
    const takenAway = standing
        .filter(({ window }) => window === 'opens' || window === 'opens-and-closes')
        .flatMap(({ changes }) => changes)
        .filter(({ from }) => productionAddresses.some(({ id }) => (0,resource_id/* sameId */.s)(id, from ?? '')))
        .map((change) => ({ ...change, from: change.to, to: change.from }));
    return [...productionAddresses.map(({ id }) => (0,frontend_commands/* showHolderCommand */.vI)(id)), ...makeCommands(takenAway)];
}


/***/ }),

/***/ 518:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  n: () => (/* binding */ closingSteps),
  y: () => (/* binding */ scaleSetSteps)
});

// EXTERNAL MODULE: ./lib/strategies/naming-inputs.js
var naming_inputs = __webpack_require__(5583);
// EXTERNAL MODULE: ./lib/report/after-effects.js
var after_effects = __webpack_require__(8479);
// EXTERNAL MODULE: ./lib/report/failure-report.js
var failure_report = __webpack_require__(1667);
// EXTERNAL MODULE: ./lib/report/listed-instances.js
var listed_instances = __webpack_require__(8428);
// EXTERNAL MODULE: ./lib/report/lost-release.js
var lost_release = __webpack_require__(3414);
// EXTERNAL MODULE: ./lib/report/overtaken.js
var overtaken = __webpack_require__(1999);
// EXTERNAL MODULE: ./lib/report/step-reports.js
var step_reports = __webpack_require__(9648);
// EXTERNAL MODULE: ./lib/report/unclosed.js
var report_unclosed = __webpack_require__(8943);
// EXTERNAL MODULE: ./lib/report/next-steps/next-step.js
var next_step = __webpack_require__(1294);
// EXTERNAL MODULE: ./lib/strategies/scale-set/instances/named-instances.js
var named_instances = __webpack_require__(2818);
// EXTERNAL MODULE: ./lib/report/readable.js
var readable = __webpack_require__(8828);
// EXTERNAL MODULE: ./lib/report/verdict/scale-set-verdict.js + 1 modules
var scale_set_verdict = __webpack_require__(5640);
;// CONCATENATED MODULE: ./lib/report/next-steps/promote-or-reject.js





/** Only the tag that a finished release leaves tells a rollback what there was before. */
function goBack(steps, scaleSet) {
    const { previousPayload } = scaleSet;
    if (previousPayload === null) {
        return (0,next_step/* say */.cv)('What the instances had before is not known, so command: rollback is refused. To go back, release what they are to have with ' +
            'command: run.');
    }
    const why = whyNoLastTag(steps);
    if (why !== null) {
        return (0,next_step/* say */.cv)(`No tag tells what the instances had before, because ${why}, so command: rollback is refused. To go back, release ` +
            `${(0,scale_set_verdict/* payloadName */.Oh)(previousPayload)} with command: run.`);
    }
    return {
        text: `To go back to what the instances had before${(0,next_step/* formerSettings */.Ht)(scaleSet)}, use these inputs:`,
        commands: [],
        inputs: inputsOf(scaleSet, ['command: rollback']),
    };
}
/** `null`: there is one. */
function whyNoLastTag(steps) {
    const closing = steps.find(({ id }) => id === 'write-record');
    if (closing?.run?.failure?.code === 'RecordRemoved') {
        return 'somebody has removed it';
    }
    const isLeft = closing?.changes.some(({ field, to }) => field === 'tags/azure-rollout-last' && to !== null);
    return isLeft === true ? null : 'record is none';
}
/** Whoever is not well still counts against the budget of the second half, whose default is 0: it would take the release back. */
function promote(scaleSet) {
    const bad = (0,listed_instances/* unhealthyIds */.pT)(scaleSet);
    const how = `use these inputs in a job behind an approval, as examples/canary.yml does`;
    const budget = bad.length === 0
        ? ''
        : `. In that half, too, ${(0,named_instances/* namedInstances */.M)(bad)} ${bad.length === 1 ? 'counts' : 'count'} as not well, so max-unhealthy has to have room for ` +
            `${(0,readable/* them */.rK)(bad)}: without it nothing is promoted, and the release is taken back unless on-unhealthy says otherwise`;
    return {
        text: `To promote the release to all other instances${wayBackOfPromotion(scaleSet)}, ${how}${budget}:`,
        commands: [],
        inputs: [
            ...inputsOfRelease(scaleSet, ['strategy: full-rollout']),
            ...roomFor(bad),
            ...noWayBack(scaleSet),
        ],
    };
}
function roomFor(bad) {
    return bad.length === 0 ? [] : [`max-unhealthy: ${bad.length}`];
}
function goOn(scaleSet, inputsFor) {
    const bad = (0,listed_instances/* unhealthyIds */.pT)(scaleSet);
    const budget = bad.length === 0 ? '' : ', or with max-unhealthy, which counts who is not well still';
    return {
        text: `To go on with it all the same, once the cause is removed${budget}${wayBackOfPromotion(scaleSet)}:`,
        commands: [],
        inputs: [...inputsFor(scaleSet, ['strategy: full-rollout']), ...roomFor(bad), ...noWayBack(scaleSet)],
    };
}
/** None where nobody knows what there was before. */
function reject(scaleSet) {
    return scaleSet.previousPayload === null
        ? []
        : [
            {
                text: `To reject it, which takes it back from the instances that have it${(0,next_step/* formerSettings */.Ht)(scaleSet)}:`,
                commands: [],
                inputs: inputsOfRelease(scaleSet, ['command: rollback']),
            },
        ];
}
/** Of the one that is open: another one is not meant, whoever may have opened it by the time at which this is used. */
function inputsOfRelease(scaleSet, first) {
    const { releaseId } = scaleSet;
    return [...inputsOf(scaleSet, first), ...(releaseId === null ? [] : [`release-id: ${releaseId}`])];
}
function inputsOf(scaleSet, first) {
    return [...first, ...(0,next_step/* namingOfScaleSet */.S5)(scaleSet).toReversed()];
}
/** A promotion is refused without them, as a rollback is, or has to say that it shall have no way back. */
function wayBackOfPromotion(scaleSet) {
    const settings = (0,next_step/* formerSettings */.Ht)(scaleSet);
    if (settings === '' || scaleSet.hasWayBack === true) {
        return settings;
    }
    return scaleSet.hasWayBack === null
        ? `${settings} (or, where nobody knows that, allow-no-rollback: true, by which it has no way back)`
        : ', with allow-no-rollback, because nobody has said what the extension had before, so it has no way back (better in the place of that: ' +
            'previous-extension-settings and previous-extension-protected-settings)';
}
function noWayBack(scaleSet) {
    return (0,next_step/* isOfExtension */.Fi)(scaleSet) && scaleSet.hasWayBack === false ? ['allow-no-rollback: true'] : [];
}

// EXTERNAL MODULE: ./lib/azure/resource-id.js
var resource_id = __webpack_require__(8481);
// EXTERNAL MODULE: ./lib/azure/shell-quote.js
var shell_quote = __webpack_require__(2748);
// EXTERNAL MODULE: ./lib/strategies/scale-set/az-vmss.js
var az_vmss = __webpack_require__(7992);
// EXTERNAL MODULE: ./lib/strategies/scale-set/payload/payload-text.js + 1 modules
var payload_text = __webpack_require__(1304);
;// CONCATENATED MODULE: ./lib/report/next-steps/scale-set-cli.js




const INSTANCE = /^(?<scaleSet>.+)\/virtualMachines\/(?<id>[^/]+)$/i;
/**
 * Azure CLI commands that do what the clean-up of a release was to do: resume automatic repairs, and take its protection from
 * instances. Empty where a step was about something else.
 */
function putInOrderCommands(changes) {
    return changes.flatMap(({ resource, field, to }) => {
        if (field === 'automaticRepairs' && to === 'running') {
            return [
                `az vmss set-orchestration-service-state ${(0,az_vmss/* scaleSetArguments */.b)(resource)} --service-name AutomaticRepairs --action Resume`,
            ];
        }
        const { scaleSet, id } = INSTANCE.exec(resource)?.groups ?? {};
        return field === 'protectionPolicy/protectFromScaleIn' && scaleSet !== undefined && id !== undefined
            ? [
                `az vmss update ${(0,az_vmss/* scaleSetArguments */.b)(scaleSet)} --instance-id ${(0,shell_quote/* quote */.h)(id)} --protect-from-scale-in ${to === 'true'}`,
            ]
            : [];
    });
}
/**
 * Commands of which each puts one of these payloads into the model, and says which. None of an extension, and where it is not known where the
 * scale set lies.
 */
function putIntoModelCommands({ name, resourceGroup, subscriptionId }, payloads) {
    if (resourceGroup === null || subscriptionId === null) {
        return [];
    }
    const id = (0,resource_id/* resourceId */.a)(subscriptionId, resourceGroup, 'Microsoft.Compute/virtualMachineScaleSets', name);
    return payloads.flatMap((text) => {
        const payload = text === null ? undefined : (0,payload_text/* readPayloadText */.w_)(text, subscriptionId);
        const command = payload && (0,az_vmss/* putIntoModelCommand */.Q)(id, payload);
        return command === undefined ? [] : [`${command} # ${text}`];
    });
}

;// CONCATENATED MODULE: ./lib/report/verdict/after-a-loss.js




/** What works then: nobody has interrupted anything, so a recovery finds nothing to do. */
function afterLoss(loss, report, scaleSet) {
    const { previousPayload } = scaleSet;
    const anew = {
        text: 'To bring what the model has now to every instance:',
        commands: [],
        inputs: inputsOf(scaleSet, ['strategy: full-rollout']),
    };
    const who = 'See in the activity log of the scale set who that was.';
    if (loss === 'LostRecord') {
        return [
            ...giveBack(report),
            anew,
            (0,next_step/* say */.cv)(`To take it back, release ${previousPayload === null ? 'what the instances had before' : (0,scale_set_verdict/* payloadName */.Oh)(previousPayload)} with command: run and ` +
                'strategy: full-rollout: command: rollback does not know of it.'),
        ];
    }
    const isBack = report.plan?.method === 'take-back';
    const left = isBack ? previousPayload : scaleSet.payload;
    return [
        ...(loss === 'LostModel'
            ? [
                (0,next_step/* sayWith */.C6)(`${who} ${left === null ? 'Put back into the model what this run had left there' : `To undo it, put ${(0,scale_set_verdict/* payloadName */.Oh)(left)} back into the model`}`, putIntoModelCommands(scaleSet, [left])),
            ]
            : [(0,next_step/* say */.cv)(who)]),
        anew,
    ];
}
/** What the release had set aside stands in no tag any more. */
function giveBack({ steps }) {
    const changes = steps
        .filter(({ id, run }) => run !== null && (id === 'protect-canaries' || id === 'suspend-repairs'))
        .flatMap((step) => step.changes.map((change) => ({ ...change, from: change.to, to: change.from })));
    const commands = putInOrderCommands(changes);
    return commands.length === 0
        ? []
        : [(0,next_step/* say */.cv)('What it has set aside is given back by nobody but you:', commands)];
}

// EXTERNAL MODULE: ./lib/report/endpoint-text.js
var endpoint_text = __webpack_require__(7817);
// EXTERNAL MODULE: ./lib/report/partition.js
var partition = __webpack_require__(4936);
;// CONCATENATED MODULE: ./lib/report/next-steps/look-at-instances.js







/** Every port of a canary that a rule leads to: by a command where that is SSH, and otherwise by its address. */
function look(scaleSet) {
    const { canaryEndpoints, sshUser } = scaleSet;
    const off = (0,listed_instances/* quarantinedIds */.J5)(scaleSet);
    const endpoints = canaryEndpoints.filter(({ instanceId }) => !off.includes(instanceId));
    const [bySsh, others] = (0,partition/* partition */.j)(endpoints, ({ protocol }) => protocol === 'ssh');
    return [
        ...(bySsh.length === 0
            ? []
            : [
                (0,next_step/* say */.cv)(`Look at ${each(bySsh)} by hand:`, bySsh.map(({ instanceId, address, frontendPort }) => `ssh -p ${frontendPort} ${sshUser}@${address} # instance ${instanceId}`)),
            ]),
        ...(others.length === 0
            ? []
            : [
                {
                    text: `Ask ${each(others)} by itself:`,
                    commands: [],
                    places: placesOf(others),
                },
            ]),
    ];
}
function each(endpoints) {
    return new Set(endpoints.map(({ instanceId }) => instanceId)).size === 1 ? 'the canary' : 'each canary';
}
/** One line an instance. */
function placesOf(endpoints) {
    return [...Map.groupBy(endpoints, ({ instanceId }) => instanceId)].map(([instanceId, own]) => {
        const ports = own.map((endpoint) => `${endpoint.protocol === 'http' ? 'http://' : ''}${(0,endpoint_text/* endpointText */.H)(endpoint)} (its port ${endpoint.port})`);
        return `Instance ${instanceId}: ${ports.join(', ')}`;
    });
}
function lookAtUnhealthy(scaleSet) {
    const takenBack = (0,listed_instances/* takenBackOffIds */.Or)(scaleSet);
    const off = (0,listed_instances/* quarantinedIds */.J5)(scaleSet).filter((id) => !takenBack.includes(id));
    return [
        ...seeWhy(scaleSet, [...off, ...takenBack]),
        ...lookAtOff(scaleSet, off),
        ...startAndLook(scaleSet),
    ];
}
/** Of those that run: `off` are told of apart. */
function seeWhy(scaleSet, off) {
    const running = (0,listed_instances/* unhealthyIds */.pT)(scaleSet).filter((id) => !off.includes(id));
    return running.length === 0
        ? []
        : [
            (0,next_step/* say */.cv)(`See why ${(0,named_instances/* namedInstances */.M)(running)} did not get well: nothing of ${(0,readable/* them */.rK)(running)} was changed since.`),
        ];
}
/** What somebody is to see on its disk is there until the release is taken back. */
function lookAtOff(scaleSet, ids) {
    return ids.length === 0
        ? []
        : [
            (0,next_step/* sayWith */.C6)(`${(0,readable/* capital */.Nx)((0,named_instances/* namedInstances */.M)(ids))} ${ids.length === 1 ? 'is' : 'are'} powered off and ${ids.length === 1 ? 'serves' : 'serve'} nobody. Look at ${(0,readable/* them */.rK)(ids)}, then start or reimage ${(0,readable/* them */.rK)(ids)}: no run starts ${(0,readable/* them */.rK)(ids)}`, startCommands(scaleSet, ids)),
        ];
}
/** On whom ARM has not let a command be run: nothing bad was seen of them either. */
function seeUnproven(scaleSet) {
    const ids = (0,listed_instances/* unprovenIds */.UH)(scaleSet);
    return ids.length === 0
        ? []
        : [
            (0,next_step/* say */.cv)(`${(0,readable/* capital */.Nx)((0,named_instances/* namedInstances */.M)(ids))} ${ids.length === 1 ? 'has' : 'have'} back what ${ids.length === 1 ? 'it' : 'they'} had before, and check-command could not be run on ${(0,readable/* them */.rK)(ids)}: see that ${ids.length === 1 ? 'it is' : 'they are'} well.`),
        ];
}
/** The disk is another one by now: whether the machine is well with it shows only when it runs. */
function startAndLook(scaleSet) {
    const ids = (0,listed_instances/* takenBackOffIds */.Or)(scaleSet);
    return ids.length === 0
        ? []
        : [
            (0,next_step/* sayWith */.C6)(`${(0,readable/* capital */.Nx)((0,named_instances/* namedInstances */.M)(ids))} ${ids.length === 1 ? 'is' : 'are'} switched off, ${ids.length === 1 ? 'serves' : 'serve'} nobody and ${ids.length === 1 ? 'was' : 'were'} not checked, though what ${ids.length === 1 ? 'it' : 'they'} had before is back. Start ${(0,readable/* them */.rK)(ids)}, and see that ${ids.length === 1 ? 'it is' : 'they are'} well`, startCommands(scaleSet, ids)),
        ];
}
/** What an interrupted rollback had taken back before is not told of by the run that goes on with it. */
function startAllOff(scaleSet) {
    const takenBack = (0,listed_instances/* takenBackOffIds */.Or)(scaleSet);
    const others = (0,listed_instances/* offIds */.u4)(scaleSet).filter((id) => !takenBack.includes(id));
    return [...startAndLook(scaleSet), ...seeUnproven(scaleSet), ...lookAtOff(scaleSet, others)];
}
function startCommands({ name, resourceGroup, subscriptionId }, ids) {
    if (resourceGroup === null) {
        return [];
    }
    const subscription = subscriptionId === null ? '' : ` --subscription ${(0,shell_quote/* quote */.h)(subscriptionId)}`;
    return [
        `az vmss start -g ${(0,shell_quote/* quote */.h)(resourceGroup)} -n ${(0,shell_quote/* quote */.h)(name)}${subscription} --instance-ids ${ids.map(shell_quote/* quote */.h).join(' ')}`,
    ];
}

;// CONCATENATED MODULE: ./lib/report/next-steps/scale-set-next-steps.js














/** What the reader of a release of a scale set does next; `null` where it is what every reader does. */
function scaleSetSteps(report, scaleSet) {
    if ((0,overtaken/* isOvertaken */.i)(report)) {
        return scale_set_next_steps_overtaken(report, scaleSet);
    }
    switch (report.outcome) {
        case 'succeeded':
            return report.reason === null ? succeeded(report, scaleSet) : null;
        case 'failed':
            return (0,after_effects/* mayHaveWritten */.$8)(report) && report.command !== 'unlock' ? failed(report, scaleSet) : null;
        case 'no-change':
            return report.strategy === 'canary-percent' && scaleSet.releaseId !== null
                ? [...look(scaleSet), promote(scaleSet), ...reject(scaleSet)]
                : null;
        case 'rolled-back':
            return (0,listed_instances/* takenBackOffIds */.Or)(scaleSet).length + (0,listed_instances/* unprovenIds */.UH)(scaleSet).length === 0
                ? null
                : [...startAndLook(scaleSet), ...seeUnproven(scaleSet), (0,next_step/* again */.TG)(report)];
        case 'reported':
            return reported(report, scaleSet);
        default:
            return null;
    }
}
function reported({ status }, scaleSet) {
    const off = (0,listed_instances/* offIds */.u4)(scaleSet);
    switch (status?.state) {
        case 'open':
            return 'release' in status && status.release !== null ? decideOn(status.release, scaleSet) : null;
        case 'idle':
            return lookAtOff(scaleSet, off);
        case 'locked':
            return 'scaleSet' in status ? awaitLock(status, scaleSet) : null;
        default:
            return null;
    }
}
/** Whoever has the lock may be at work: what is printed is for the case that it is not. */
function awaitLock(status, scaleSet) {
    const { lock, interrupted, problem, release } = status;
    const isOnlyLocked = lock !== null && !lock.isOver && interrupted === null && problem === null;
    if (!isOnlyLocked) {
        return [
            {
                text: `Wait for the run that has the lock. Only if its runner is lost, and its job has ended, bring what it had begun to an end${(0,next_step/* formerSettings */.Ht)(scaleSet)}, ` +
                    'with these inputs:',
                commands: [],
                inputs: inputsOf(scaleSet, ['command: recover']),
            },
        ];
    }
    const why = release === null
        ? 'no release is written down beside it, so there is nothing to recover'
        : `no journal says what its owner had begun of release ${release.id}, so there is nothing to recover, and that is to be promoted or rejected then`;
    return [
        {
            text: `Wait for whoever has the lock. Only if that is nobody any more, take it away with these inputs, and your own reason: ${why}:`,
            commands: [],
            inputs: [...inputsOf(scaleSet, ['command: unlock']), 'unlock-reason: its runner is lost'],
        },
        ...(release === null ? [] : decideOn(release, scaleSet)),
    ];
}
/** Of an open release on which nobody works. */
function decideOn(release, scaleSet) {
    const off = (0,listed_instances/* offIds */.u4)(scaleSet);
    return [
        ...modelFirst(release, scaleSet),
        ...seeWhy(scaleSet, off),
        ...lookAtOff(scaleSet, off),
        promote(scaleSet),
        ...reject(scaleSet),
    ];
}
function succeeded(report, scaleSet) {
    return [
        ...(report.downtime.maxExceeded
            ? [
                (0,next_step/* say */.cv)('The release stands; the step fails because production was away for longer than max-downtime allows.'),
            ]
            : []),
        ...closingSteps(report),
        ...(report.recoveredTo === 'undo' ? startAllOff(scaleSet) : afterwards(report, scaleSet)),
    ];
}
/** What it takes to close a release that stands; none of one that is closed, or is open as it should be. */
function closingSteps(report) {
    const unclosed = (0,report_unclosed/* unclosedSteps */.z)(report);
    if (unclosed.length === 0) {
        return [];
    }
    const byHand = unclosed.flatMap(({ changes }) => putInOrderCommands(changes));
    return [
        ...(report.interrupted || (0,after_effects/* isRecovery */.Wt)(report)
            ? []
            : [
                (0,next_step/* say */.cv)('The post step of this job tries this once more: see its result first. If it failed too, go on.'),
            ]),
        (0,next_step/* recoverStep */.fj)(report, 'Remove the cause, and close the release'),
        ...(byHand.length === 0
            ? []
            : [(0,next_step/* say */.cv)('Until then, what it has set aside can be given back by hand:', byHand)]),
    ];
}
function afterwards({ plan, steps }, scaleSet) {
    switch (plan?.method) {
        case 'canary':
            return [...look(scaleSet), ...lookAtUnhealthy(scaleSet), promote(scaleSet), ...reject(scaleSet)];
        case 'batches':
            return [...lookAtUnhealthy(scaleSet), goBack(steps, scaleSet)];
        default:
            return [...startAllOff(scaleSet), (0,next_step/* say */.cv)('To go forwards again, release anew with command: run.')];
    }
}
function failed(report, scaleSet) {
    const { failure, steps } = report;
    const loss = (0,lost_release/* lossOf */.j)(report);
    if (loss !== null) {
        const isOpen = loss !== 'LostRecord' && report.plan?.method === 'canary';
        return isOpen ? lostCanary(loss, report, scaleSet) : afterLoss(loss, report, scaleSet);
    }
    if (failure?.code === 'TakenBackUnhealthy') {
        return lookAtUnhealthy(scaleSet);
    }
    if (failure?.code === 'UnhealthyInstances' && (0,step_reports/* undoFailures */.yQ)(steps).length === 0) {
        return stopped(report, scaleSet);
    }
    if (failure?.code === 'UnclosedRelease') {
        return [
            (0,next_step/* recoverStep */.fj)(report, 'Remove the cause, and close the interrupted release'),
            (0,next_step/* say */.cv)('Then run again: what this run was to do was not begun.'),
        ];
    }
    if ((0,after_effects/* hasOnlyRecovered */.Kd)(report)) {
        return [(0,next_step/* again */.TG)(report)];
    }
    if ((0,after_effects/* isRecovery */.Wt)(report)) {
        const what = (0,failure_report/* isInterruption */.si)(failure) ? 'Recover once more' : 'Remove the cause, and recover once more';
        return [(0,next_step/* recoverStep */.fj)(report, what)];
    }
    if (steps.length > 0 && (0,after_effects/* standingSteps */.Ad)(report).length === 0) {
        return [(0,next_step/* again */.TG)(report)];
    }
    if ((0,step_reports/* hasMetForeignChange */.XV)(report)) {
        return foreignModel(report, scaleSet);
    }
    if (steps.length === 0 || report.interrupted || (0,failure_report/* isInterruption */.si)(failure) || (0,step_reports/* undoFailures */.yQ)(steps).length > 0) {
        return [
            ...(0,next_step/* retryByPost */.KB)(report),
            (0,next_step/* recoverStep */.fj)(report, 'Bring the release to an end'),
            (0,next_step/* say */.cv)('Then see that production answers.'),
        ];
    }
    return stopped(report, scaleSet);
}
/** Its release is open: whoever promotes or rejects it decides what becomes of it. */
function lostCanary(loss, report, scaleSet) {
    return loss === 'LostModel'
        ? foreignModel(report, scaleSet)
        : [
            (0,next_step/* say */.cv)('See in the activity log of the scale set who that was, and take it back before anything goes on.'),
            ...stopped(report, scaleSet),
        ];
}
/** A run that has stopped of its own accord has left nothing to recover; promotion and rollback go by what the model has. */
function foreignModel(report, scaleSet) {
    const { name, payload, previousPayload } = scaleSet;
    const who = `Somebody else has changed the model of ${name} meanwhile. See in the activity log of the scale set who that was, and put`;
    if (report.interrupted || (0,step_reports/* undoFailures */.yQ)(report.steps).length > 0) {
        const known = [payload, previousPayload].flatMap((each) => (each === null ? [] : [(0,scale_set_verdict/* payloadName */.Oh)(each)]));
        return [
            (0,next_step/* sayWith */.C6)(`${who} ${known.length === 0 ? 'what this release knows' : known.join(' or ')} back into it: with anything else in it ` +
                'neither a recovery nor a rollback can bring the release to an end', putIntoModelCommands(scaleSet, [payload, previousPayload])),
            (0,next_step/* recoverStep */.fj)(report, 'Then bring the release to an end'),
        ];
    }
    return [putBackFirst(who, scaleSet), ...stopped(report, scaleSet)];
}
/** With anything else in it neither half goes on with an open release. @param who without what to put where. */
function putBackFirst(who, scaleSet) {
    const { payload, previousPayload } = scaleSet;
    const brought = payload === null ? 'what it has brought' : (0,scale_set_verdict/* payloadName */.Oh)(payload);
    return previousPayload === null
        ? (0,next_step/* sayWith */.C6)(`${who} into the model what it shall have`, [])
        : (0,next_step/* sayWith */.C6)(`${who} into the model what this release knows: ${brought} to go on with it, or to take it back, for which ${(0,scale_set_verdict/* payloadName */.Oh)(previousPayload)} ` +
            'will do as well. With anything else both are refused', putIntoModelCommands(scaleSet, [payload, previousPayload]));
}
/** Of a release that is open: what has to be in the model before what is printed for it works. */
function modelFirst({ model }, scaleSet) {
    const { name, payload, previousPayload } = scaleSet;
    if (model === 'foreign') {
        return [
            putBackFirst(`Somebody else has changed the model of ${name} since the release was opened. See in the activity log of the scale set who that was, and put`, scaleSet),
        ];
    }
    return model === 'previous' && (0,listed_instances/* upgradedIds */.dw)(scaleSet).length > 0
        ? [
            (0,next_step/* sayWith */.C6)(`Somebody has put ${previousPayload === null ? 'what there was before' : (0,scale_set_verdict/* payloadName */.Oh)(previousPayload)} back into the model. Find out why. The release can be rejected as it is; ` +
                `before it is promoted, ${payload === null ? 'what it brings' : (0,scale_set_verdict/* payloadName */.Oh)(payload)} has to be put into the model again`, putIntoModelCommands(scaleSet, [payload])),
        ]
        : [];
}
/** A recovery takes the lock from whoever has it: it is for a release on which nobody works any more. */
function scale_set_next_steps_overtaken(report, scaleSet) {
    const record = scaleSet.overtaken;
    const see = (text) => ({
        text,
        commands: [],
        inputs: inputsOf(scaleSet, ['command: status']),
    });
    switch (record?.state) {
        case 'interrupted':
            return [
                see('See how things are:'),
                (0,next_step/* recoverStep */.fj)(report, 'Nobody works on it: bring the release to an end'),
            ];
        case 'open':
        case 'over':
            return [see('There is nothing to recover. See how things are, and go on from there:')];
        default:
            return [
                see(`Change nothing by hand, and start no recovery: ${record === null ? 'somebody else may be' : `${record.owner} is`} at work on it. ` +
                    'See how that goes on:'),
                (0,next_step/* say */.cv)('Only where the job of that run has ended, and status still says locked or interrupted, bring the release to an end with ' +
                    `${(0,naming_inputs/* quotedInputs */.i)(['command: recover', ...(0,next_step/* namingOfScaleSet */.S5)(scaleSet)])}.`),
            ];
    }
}
/** It has stopped of its own accord, and has given its lock back: there is nothing to recover. */
function stopped({ plan }, scaleSet) {
    if (plan?.method === 'take-back') {
        return [
            {
                text: `Remove the cause, and take the release back once more${(0,next_step/* formerSettings */.Ht)(scaleSet)}:`,
                commands: [],
                inputs: inputsOf(scaleSet, ['command: rollback']),
            },
        ];
    }
    // A rollout that nobody could take back leaves no open release where it stops.
    const isOpen = plan?.method !== 'batches' || scaleSet.previousPayload !== null;
    return [
        ...look(scaleSet),
        ...lookAtUnhealthy(scaleSet),
        ...reject(scaleSet).map((step) => ({
            ...step,
            text: `To take the release back from every instance that it has reached${(0,next_step/* formerSettings */.Ht)(scaleSet)}:`,
        })),
        goOn(scaleSet, isOpen ? inputsOfRelease : inputsOf),
    ];
}


/***/ }),

/***/ 1999:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   i: () => (/* binding */ isOvertaken)
/* harmony export */ });
/* harmony import */ var _after_effects_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(8479);
/* harmony import */ var _next_steps_next_step_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1294);


/** Where the first write of a run may have been carried out, and somebody else has come before the second. */
const FASTER = ['Locked', 'InterruptedRelease'];
/**
 * Of a release of a scale set on which this run has written: whether somebody else has it, or has had it since. How things are is
 * not for this run to say from what it did itself.
 */
function isOvertaken(report) {
    const { outcome, command, failure, scaleSet } = report;
    const isFailed = outcome === 'failed' && command !== 'unlock' && (0,_after_effects_js__WEBPACK_IMPORTED_MODULE_1__/* .mayHaveWritten */ .$8)(report);
    return (isFailed &&
        scaleSet !== null &&
        (scaleSet.overtaken !== null || (0,_next_steps_next_step_js__WEBPACK_IMPORTED_MODULE_0__/* .hasLostLock */ .QW)(report) || FASTER.includes(failure?.code ?? '')));
}


/***/ }),

/***/ 4936:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   j: () => (/* binding */ partition)
/* harmony export */ });
/** Those of which it is so, and the others, each in their order. */
function partition(all, isFirst) {
    return [all.filter(isFirst), all.filter((each) => !isFirst(each))];
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

/***/ 5121:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   L: () => (/* binding */ batchTexts),
/* harmony export */   x: () => (/* binding */ plannedBatches)
/* harmony export */ });
/* harmony import */ var _strategies_scale_set_plan_steps_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1430);

/** The instances that a plan upgrades at once, batch by batch, by how they were when it was made. None: of addresses. */
function plannedBatches({ steps }) {
    return steps.filter(_strategies_scale_set_plan_steps_js__WEBPACK_IMPORTED_MODULE_0__/* .isScaleSetStep */ .RU).flatMap((step) => {
        switch (step.kind) {
            case 'upgrade-canaries':
                return step.plannedIds.length === 0 ? [] : [step.plannedIds];
            case 'upgrade-outdated':
                return step.plannedBatches;
            default:
                return [];
        }
    });
}
/** `Batch 2 of 3: 4, 5` */
function batchTexts(batches) {
    return batches.map((ids, index) => `Batch ${index + 1} of ${batches.length}: ${ids.join(', ')}`);
}


/***/ }),

/***/ 8828:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $Q: () => (/* binding */ clip),
/* harmony export */   Nx: () => (/* binding */ capital),
/* harmony export */   P1: () => (/* binding */ readableDuration),
/* harmony export */   iX: () => (/* binding */ readableValue),
/* harmony export */   mB: () => (/* binding */ readableSeconds),
/* harmony export */   nt: () => (/* binding */ readableResource),
/* harmony export */   pq: () => (/* binding */ countOf),
/* harmony export */   rK: () => (/* binding */ them)
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
function capital(text) {
    return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}
function them(ids) {
    return ids.length === 1 ? 'it' : 'them';
}
/** Cut to `length` characters, and it shows. */
function clip(text, length) {
    return text.length <= length ? text : `${text.slice(0, length - 1)}…`;
}


/***/ }),

/***/ 3196:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  T: () => (/* binding */ createRecorder)
});

// EXTERNAL MODULE: ./lib/report/annotations.js
var annotations = __webpack_require__(1116);
// EXTERNAL MODULE: ./lib/report/next-steps/next-steps.js + 1 modules
var next_steps = __webpack_require__(4078);
// EXTERNAL MODULE: ./lib/report/expectation.js
var expectation = __webpack_require__(1476);
// EXTERNAL MODULE: ./lib/report/planned-batches.js
var planned_batches = __webpack_require__(5121);
// EXTERNAL MODULE: ./lib/report/readable.js
var readable = __webpack_require__(8828);
// EXTERNAL MODULE: ./lib/report/step-reports.js
var step_reports = __webpack_require__(9648);
// EXTERNAL MODULE: ./lib/report/summary/call-groups.js
var call_groups = __webpack_require__(850);
// EXTERNAL MODULE: ./lib/report/summary/change-groups.js
var change_groups = __webpack_require__(8202);
;// CONCATENATED MODULE: ./lib/report/plan-text.js






/** A plan as lines of plain text, for the log. */
function planText(plan) {
    return [
        plan.goal,
        `Method ${plan.method}: ${plan.methodReason}`,
        (0,expectation/* expectationText */.g)((0,step_reports/* unrunSteps */.s0)(plan), plan.expectedDowntime, plan.strategy === 'vip-swap' ? 'addresses' : 'instances'),
        ...(plan.expectedDuration === undefined ? [] : [(0,expectation/* durationText */.S)(plan.expectedDuration)]),
        ...(0,planned_batches/* batchTexts */.L)((0,planned_batches/* plannedBatches */.x)(plan)),
        ...plan.steps.flatMap((step, index) => [
            `${index + 1}. ${step.title}`,
            ...(0,call_groups/* groupCalls */.n)(step.calls).map((group) => `   ${group.method} ${group.target} (${group.apiVersion})${(0,call_groups/* sentText */.E)(group)}`),
            ...(0,change_groups/* groupChanges */.t)(step.changes).map(({ subject, field, from, to }) => `   ${subject} ${field}: ${(0,readable/* readableValue */.iX)(from)} -> ${(0,readable/* readableValue */.iX)(to)}`),
            `   verified by: ${step.verifiedBy}`,
            `   undone by: ${step.undoneBy}`,
        ]),
        ...plan.hazards.map((hazard) => `Hazard: ${hazard}`),
        ...plan.unchecked.map((unchecked) => `Not checked: ${unchecked}`),
    ];
}

// EXTERNAL MODULE: ./lib/report/status/scale-set-status-text.js
var scale_set_status_text = __webpack_require__(1985);
// EXTERNAL MODULE: ./lib/report/status/status-text.js
var status_text = __webpack_require__(8003);
;// CONCATENATED MODULE: ./lib/report/summary/quota.js
/** Of ARM's 200 to 250 requests a bucket. */
const LOW_FOR_A_SUBSCRIPTION = 20;
/** Compute allows some operations 12 times in a row on one resource. */
const LOW_FOR_A_RESOURCE = 2;
/** Recorded since 2023 as 0 beside answers that were well, so it says nothing of what is left. */
const MEANINGLESS = ['Microsoft.Compute/VmssQueuedVMOperations'];
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
        return MEANINGLESS.includes(name.trim()) ? [] : numbered(name.trim(), left);
    });
}
function numbered(name, value) {
    const left = value.trim() === '' ? Number.NaN : Number(value);
    return Number.isFinite(left) ? [{ name, left }] : [];
}

;// CONCATENATED MODULE: ./lib/report/log/arm-lines.js


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

;// CONCATENATED MODULE: ./lib/report/log/check-lines.js

/** Upgraded instances in the log: what changes of one while it is waited for, and its verdict. */
function checkLines() {
    return (event) => {
        switch (event.type) {
            case 'instance-check':
                return [checkLine(event)];
            case 'instance-healthy': {
                const { atMs, instanceId, sinceMs, tookMs } = event;
                const text = `Instance ${instanceId} is healthy: good for ${(0,readable/* readableDuration */.P1)(atMs - sinceMs)}, ${(0,readable/* readableDuration */.P1)(tookMs)} after its upgrade`;
                return [{ level: 'info', atMs, text }];
            }
            case 'instance-unhealthy': {
                const { atMs, instanceId, reasons, tookMs } = event;
                const text = `Instance ${instanceId} is given up ${(0,readable/* readableDuration */.P1)(tookMs)} after its upgrade: ${reasons.join('; ')}`;
                return [{ level: 'warning', atMs, text }];
            }
            default:
                return [];
        }
    };
}
function checkLine({ atMs, instanceId, reasons }) {
    const state = reasons.length === 0 ? 'good' : `not good: ${reasons.join('; ')}`;
    return { level: 'info', atMs, text: `Instance ${instanceId} is ${state}` };
}

;// CONCATENATED MODULE: ./lib/report/log/probe-lines.js

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
var report_phase = __webpack_require__(1965);
;// CONCATENATED MODULE: ./lib/report/log/progress.js


/** What is going on while nothing happens that would have a line of its own. */
function createProgress() {
    let state = report_phase/* beforeThePlan */.gG;
    let running = null;
    let lastGoodAtMs = null;
    let failing = false;
    return {
        read(event) {
            const next = (0,report_phase/* foldPhase */.Vg)(state, event);
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
;// CONCATENATED MODULE: ./lib/report/log/record-lines.js

/** What a run has to do with other runs: whom it waits for, and what it has brought to an end in their place. */
function recordLines() {
    return (event) => {
        switch (event.type) {
            case 'lock-wait':
                return [info(event.atMs, `"${event.resource}" is locked ${(0,lock/* describeLock */.FD)(event.lock)}`)];
            case 'recovered':
                return [info(event.atMs, `The interrupted release is ${END[event.direction]}`)];
            case 'production-seen':
                return [info(event.atMs, `Azure says that production is on ${event.loadBalancer}`)];
            case 'not-as-left':
                return [
                    {
                        level: 'warning',
                        atMs: event.atMs,
                        text: `Not as this run has left it: ${event.failure.message}`,
                    },
                ];
            case 'last-look-failed':
                return [
                    {
                        level: 'warning',
                        atMs: event.atMs,
                        text: `Azure could not be read once more after the last write, so where production is was seen before that: ${event.failure.message}`,
                    },
                ];
            default:
                return [];
        }
    };
}
const END = { finish: 'finished', undo: 'undone' };
function info(atMs, text) {
    return { level: 'info', atMs, text };
}

// EXTERNAL MODULE: ./lib/strategies/scale-set/instances/named-instances.js
var named_instances = __webpack_require__(2818);
// EXTERNAL MODULE: ./lib/strategies/scale-set/plan/steps.js
var steps = __webpack_require__(1430);
// EXTERNAL MODULE: ./lib/report/partition.js
var partition = __webpack_require__(4936);
;// CONCATENATED MODULE: ./lib/report/log/scale-set-lines.js





/** A release of a scale set in the log: opened and closed, its batches, and how far it has got. */
function scaleSetLines() {
    let state = report_phase/* beforeThePlan */.gG;
    let lastSeen = '';
    let sickIds = [];
    return (event) => {
        const phase = state.phase;
        state = (0,report_phase/* foldPhase */.Vg)(state, event);
        switch (event.type) {
            case 'step-succeeded':
            case 'undo-succeeded': {
                const text = phase !== null && (0,steps/* isScaleSetStep */.RU)(phase.step) ? recordText(phase.step, event.type) : null;
                return text === null ? [] : [scale_set_lines_info(event.atMs, text)];
            }
            case 'model-raced':
                return [{ level: 'warning', atMs: event.atMs, text: raceText(event) }];
            case 'batch-started':
                return [scale_set_lines_info(event.atMs, `Batch ${event.number}: ${batchText(event)}`)];
            case 'batch-finished':
                return batchEnding(event, sickIds);
            case 'instances-checked':
                return laterCheckLines(event);
            case 'instances-off':
                return [{ level: 'warning', atMs: event.atMs, text: offText(event) }];
            case 'sick-before':
                sickIds = event.instanceIds;
                return sickIds.length === 0 ? [] : [scale_set_lines_info(event.atMs, sickText(sickIds))];
            case 'canary-endpoints':
                return endpointLines(event);
            case 'release-seen': {
                const text = seenText(event);
                const isNews = text !== lastSeen;
                lastSeen = text;
                return isNews ? [scale_set_lines_info(event.atMs, text)] : [];
            }
            case 'record-seen':
                return [scale_set_lines_info(event.atMs, recordSeenText(event.record))];
            default:
                return [];
        }
    };
}
function recordSeenText(record) {
    return record.state === 'locked'
        ? `Azure says that ${record.owner} (${record.purpose}) has the lock now`
        : RECORD_TEXTS[record.state];
}
const RECORD_TEXTS = {
    interrupted: 'Azure says that nobody has the lock now, and that a release is interrupted',
    open: 'Azure says that nobody has the lock now, and that a release is open',
    over: 'Azure says that nobody has the lock now, and that no release is open',
};
function raceText({ extension, etag }) {
    return (`Somebody else has written to the scale set while extension "${extension}" of its model was written (its ETag has gone from ` +
        `${etag.before} to ${etag.after}, and ${etag.ours} of that ${etag.ours === 1 ? 'is' : 'are'} ours). What they wrote into that extension ` +
        'is written over: find out in the activity log who it was, and whether they want it still.');
}
/** What the tags say from now on of the release. */
function recordText(step, type) {
    if (step.kind === 'take-lock') {
        const { releaseId } = step.release;
        if (type === 'undo-succeeded') {
            return step.opening.kind === 'opens' ? `Release ${releaseId} is over: it was taken back` : null;
        }
        return step.opening.kind === 'opens'
            ? `Release ${releaseId} is open`
            : `Release ${releaseId} is open already, and goes on`;
    }
    if (step.kind !== 'write-record' || type === 'undo-succeeded') {
        return null;
    }
    return step.leaves === 'open-release'
        ? `Release ${step.release.releaseId} stays open, to be promoted or rejected`
        : `Release ${step.release.releaseId} is over`;
}
function batchText({ instanceIds, checkedIds = [], outdatedCount }) {
    const upgraded = instanceIds.filter((id) => !checkedIds.includes(id));
    const parts = [
        ...(upgraded.length === 0
            ? []
            : [`upgrading ${(0,named_instances/* namedInstances */.M)(upgraded)}, of ${outdatedCount} still to upgrade`]),
        ...(checkedIds.length === 0
            ? []
            : [
                `checking ${(0,named_instances/* namedInstances */.M)(checkedIds)}, which ${checkedIds.length === 1 ? 'has' : 'have'} the payload already`,
            ]),
    ];
    return parts.join('; ');
}
function batchEnding({ atMs, number, instanceIds, unhealthy }, sickIds) {
    const [sick, became] = (0,partition/* partition */.j)(unhealthy, ({ instanceId }) => sickIds.includes(instanceId));
    const butSick = sick.length === 0
        ? ''
        : `; sick before, and not well either, which does not count: ${sick.map(unhealthyText).join('; ')}`;
    if (became.length === 0) {
        const good = instanceIds.filter((id) => !sick.some(({ instanceId }) => instanceId === id));
        const what = good.length === 0 ? 'nobody of it became unhealthy' : `is good: ${(0,named_instances/* namedInstances */.M)(good)}`;
        return [
            {
                level: sick.length === 0 ? 'info' : 'warning',
                atMs,
                text: `Batch ${number}${good.length === 0 ? ':' : ''} ${what}${butSick}`,
            },
        ];
    }
    const text = `Batch ${number}: ${became.length} of ${(0,readable/* countOf */.pq)(instanceIds.length, 'instance')} did not get well: ` +
        `${became.map(unhealthyText).join('; ')}${butSick}`;
    return [{ level: 'warning', atMs, text }];
}
function unhealthyText({ instanceId, reasons }) {
    return `instance ${instanceId} ${reasons.join(' and ')}`;
}
function sickText(ids) {
    return `Not well before this run, and not by its release: ${(0,named_instances/* namedInstances */.M)(ids)}. Whatever becomes of ${ids.length === 1 ? 'it' : 'them'} does not count against max-unhealthy`;
}
function offText({ since, instanceIds: ids }) {
    const [is, it, has] = ids.length === 1 ? ['is', 'it', 'has'] : ['are', 'them', 'have'];
    const what = since === 'upgrade'
        ? `${has} the payload: this run leaves ${it} as ${ids.length === 1 ? 'it is' : 'they are'}, and neither upgrades nor reimages ${it}`
        : `${has} got back what ${ids.length === 1 ? 'it' : 'they'} had before, and whether ${ids.length === 1 ? 'it is' : 'they are'} well with it was not checked. Nobody starts ${it} but you`;
    return `${(0,readable/* capital */.Nx)((0,named_instances/* namedInstances */.M)(ids))} ${is} switched off, and ${what}`;
}
function laterCheckLines(event) {
    const { atMs, instanceIds, unproven = [] } = event;
    const unprovenIds = unproven.map(({ instanceId }) => instanceId);
    const checkedIds = instanceIds.filter((id) => !unprovenIds.includes(id));
    return [
        ...(checkedIds.length === 0 ? [] : [laterCheckLine({ ...event, instanceIds: checkedIds })]),
        ...(unproven.length === 0
            ? []
            : [
                {
                    level: 'warning',
                    atMs,
                    text: `Taken back, and not checked: ${unproven.map(unhealthyText).join('; ')}`,
                },
            ]),
    ];
}
function laterCheckLine({ atMs, since, instanceIds, unhealthy }) {
    const several = instanceIds.length > 1;
    if (unhealthy.length === 0) {
        const text = since === 'upgrade'
            ? `${(0,named_instances/* namedInstances */.M)(instanceIds)} did not look well any more, and ${several ? 'are' : 'is'} well again`
            : `${(0,named_instances/* namedInstances */.M)(instanceIds)} ${several ? 'are' : 'is'} taken back, and well`;
        return scale_set_lines_info(atMs, (0,readable/* capital */.Nx)(text));
    }
    const bad = unhealthy.map(unhealthyText);
    const what = since === 'upgrade' ? 'Fallen ill after the upgrade' : 'Taken back, and not well';
    return { level: 'warning', atMs, text: `${what}: ${bad.join('; ')}` };
}
function endpointLines({ atMs, endpoints, }) {
    return [...Map.groupBy(endpoints, ({ instanceId }) => instanceId)].map(([instanceId, own]) => {
        const ports = own.map(({ port, address, frontendPort }) => `port ${port} at ${address}:${frontendPort}`);
        return scale_set_lines_info(atMs, `Canary ${instanceId} is reached by itself: ${ports.join(', ')}`);
    });
}
function seenText({ scaleSet, payload, instances, hasNone, }) {
    if (hasNone) {
        return `${scaleSet} has no instances`;
    }
    if (instances.length === 0) {
        return `How the instances of ${scaleSet} are now is not known`;
    }
    const what = payload === '' ? 'what the model has' : payload;
    const having = instances.filter((each) => (payload === '' ? each.isUpToDate : each.hasPayload)).length;
    const others = ['sick', 'unhealthy', 'quarantined'].flatMap((role) => {
        const ids = instances.filter((each) => each.role === role).map(({ instanceId }) => instanceId);
        return ids.length === 0 ? [] : [`${role === 'sick' ? 'sick before' : role}: ${ids.join(', ')}`];
    });
    return [
        `${having} of ${(0,readable/* countOf */.pq)(instances.length, 'instance')} of ${scaleSet} ${having === 1 ? 'has' : 'have'} ${what}`,
        ...others,
    ].join('; ');
}
function scale_set_lines_info(atMs, text) {
    return { level: 'info', atMs, text };
}

;// CONCATENATED MODULE: ./lib/report/log/step-lines.js
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
            return event.isTriedAgain
                ? {
                    level: 'info',
                    atMs: event.atMs,
                    text: `Not undone, and tried once more: ${event.failure.message}`,
                }
                : { level: 'warning', atMs: event.atMs, text: `Not undone: ${event.failure.message}` };
        default:
            return null;
    }
}

// EXTERNAL MODULE: ./lib/report/control-plane-window.js
var control_plane_window = __webpack_require__(6053);
;// CONCATENATED MODULE: ./lib/report/log/window-lines.js


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

;// CONCATENATED MODULE: ./lib/report/log/log.js













/** With ticks up to 10 s apart nobody looks at a silent log for more than 30 s. */
const QUIET_AFTER_MS = 20_000;
function createLog(sink, startedAtMs) {
    const readers = [armLines(), probeLines(), windowLines(), recordLines(), checkLines(), scaleSetLines()];
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
                const instances = 'scaleSet' in report.status ? (0,scale_set_status_text/* instanceLines */.hE)(report.status) : [];
                const steps = (0,next_steps/* nextSteps */.Z)(report).flatMap(({ text, inputs = [] }) => [text, ...inputs]);
                [...rows, ...instances, ...steps].forEach(sink.info);
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

;// CONCATENATED MODULE: ./lib/report/secrets/concealed.js
function concealEvent(event, conceal) {
    switch (event.type) {
        case 'plan-started':
            return { ...event, plan: concealPlan(event.plan, conceal) };
        case 'step-failed':
        case 'undo-failed':
        case 'not-as-left':
        case 'last-look-failed':
            return { ...event, failure: concealFailure(event.failure, conceal) };
        case 'plan-finished':
            return event.failure === undefined
                ? event
                : { ...event, failure: concealFailure(event.failure, conceal) };
        case 'arm-request':
            return event.result.kind === 'no-answer'
                ? { ...event, result: { ...event.result, cause: conceal(event.result.cause) } }
                : event;
        case 'instance-check':
        case 'instance-unhealthy':
            return { ...event, reasons: event.reasons.map(conceal) };
        case 'batch-finished':
        case 'instances-checked':
            return {
                ...event,
                unhealthy: event.unhealthy.map((each) => ({ ...each, reasons: each.reasons.map(conceal) })),
            };
        case 'probe-failed':
            return { ...event, cause: conceal(event.cause) };
        case 'probe-sample': {
            const { result } = event.sample;
            return result.kind === 'good'
                ? event
                : { ...event, sample: { ...event.sample, result: { ...result, cause: conceal(result.cause) } } };
        }
        case 'step-started':
        case 'step-succeeded':
        case 'undo-started':
        case 'undo-succeeded':
        case 'arm-operation':
        case 'instance-healthy':
        case 'release-seen':
        case 'record-seen':
        case 'model-raced':
        case 'upgrade-begun':
        case 'release-left':
        case 'batch-started':
        case 'canary-endpoints':
        case 'instances-off':
        case 'sick-before':
        case 'probe-started':
        case 'probe-connection':
        case 'probe-stopped':
        case 'lock-wait':
        case 'recovered':
        case 'production-seen':
        case 'by-hand':
            return event;
    }
}
function concealPlan(plan, conceal) {
    return { ...plan, hazards: plan.hazards.map(conceal), unchecked: plan.unchecked.map(conceal) };
}
function concealFailure(failure, conceal) {
    const { message, problems } = failure;
    return {
        ...failure,
        message: conceal(message),
        ...(problems === undefined ? {} : { problems: problems.map(conceal) }),
    };
}
/** How a run has ended whose end no event tells. */
function concealConclusion(conclusion, conceal) {
    switch (conclusion.outcome) {
        case 'planned':
            return { ...conclusion, plan: concealPlan(conclusion.plan, conceal) };
        case 'failed':
            return { ...conclusion, failure: concealFailure(conclusion.failure, conceal) };
        case 'no-change':
        case 'succeeded':
            return { ...conclusion, reason: conceal(conclusion.reason) };
        case 'reported':
            return conclusion;
    }
}

;// CONCATENATED MODULE: ./lib/report/secrets/known-secrets.js
/**
 * The runner hides a secret of any length, in the log. A shorter one is no secret in a report either, but it is a part of many
 * words: hidden there, it would take numbers and names with it.
 */
const SHORTEST = 4;
/** One line of several may be quoted alone; a short one is `fi` or `done`, and no secret. */
const SHORTEST_LINE = 8;
const SHORTEST_ENCODED = 8;
const HIDDEN = '***';
/** Ends what was cut. */
const CUT = '…';
function createKnownSecrets() {
    const forms = new Set();
    let pattern;
    return {
        add(secret) {
            const before = forms.size;
            for (const form of formsOf(secret)) {
                forms.add(form);
            }
            pattern = forms.size === before ? pattern : patternOf(forms);
        },
        conceal(text) {
            return pattern === undefined
                ? text
                : concealCut(text.replace(pattern, () => HIDDEN), forms);
        },
    };
}
/** The longest come first: where one is the beginning of another one, all of that goes. */
function patternOf(forms) {
    const longestFirst = [...forms].sort((left, right) => right.length - left.length);
    return longestFirst.length === 0 ? undefined : new RegExp(longestFirst.map(RegExp.escape).join('|'), 'g');
}
/** As it is, and as others write it who quote it. */
function formsOf(secret) {
    const lines = secret.split(/\r?\n/).map((line) => line.trim());
    const whole = [secret, secret.trim(), secret.replace(/\s+/g, ' ').trim()];
    const plain = [
        ...whole,
        ...(lines.length > 1 ? lines.filter(({ length }) => length >= SHORTEST_LINE) : []),
    ];
    return plain
        .filter(({ length }) => length >= SHORTEST)
        .flatMap((form) => [
        form,
        escaped(form),
        escaped(escaped(form)),
        encodeURIComponent(form.toWellFormed()),
        ...inBase64(form),
    ]);
}
/** Inside of a string of JSON. Quoted in the message of an error that is JSON itself, it is escaped twice. */
function escaped(text) {
    return JSON.stringify(text).slice(1, -1);
}
/** By itself, and inside of something longer, such as an inline script: there it may begin at any bit of a character. */
function inBase64(text) {
    const bytes = Buffer.from(text, 'utf8');
    return [0, 1, 2]
        .map((before) => {
        const encoded = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64');
        return encoded.slice(Math.ceil((before * 8) / 6), Math.floor(((before + bytes.length) * 8) / 6));
    })
        .filter(({ length }) => length >= SHORTEST_ENCODED);
}
/** What was cut may end in the middle of a secret. */
function concealCut(text, forms) {
    return text
        .split(CUT)
        .map((part, index, parts) => (index === parts.length - 1 ? part : withoutBeginning(part, forms)))
        .join(CUT);
}
function withoutBeginning(text, forms) {
    const longest = Math.max(0, ...[...forms].map((form) => commonEnd(text, form)));
    return longest === 0 ? text : `${text.slice(0, text.length - longest)}${HIDDEN}`;
}
/** How much of the end of a text is the beginning of a secret. */
function commonEnd(text, form) {
    for (let length = Math.min(form.length, text.length); length >= SHORTEST; length -= 1) {
        if (text.endsWith(form.slice(0, length))) {
            return length;
        }
    }
    return 0;
}

;// CONCATENATED MODULE: ./lib/report/recorder.js



/** A silent log looks like a hung job: the log decides at each tick whether it has been silent for too long. */
const TICK_MS = 5_000;
function createRecorder(clock, sink) {
    const startedAtMs = clock.monotonicMs();
    const events = [];
    const log = createLog(sink, startedAtMs);
    const { add, conceal } = createKnownSecrets();
    const ticking = setInterval(() => log.tick(clock.monotonicMs()), TICK_MS);
    return {
        startedAtMs,
        startedAtEpochMs: clock.epochMs(),
        events,
        log,
        emit(event) {
            const concealed = concealEvent(event, conceal);
            events.push(concealed);
            log.read(concealed);
        },
        tellPlan: (plan) => log.printPlan(concealPlan(plan, conceal)),
        hide: add,
        concealed: conceal,
        concealedEvent: (event) => concealEvent(event, conceal),
        concealedConclusion: (conclusion) => concealConclusion(conclusion, conceal),
        stop: () => clearInterval(ticking),
    };
}


/***/ }),

/***/ 6727:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  FK: () => (/* binding */ buildReport),
  TF: () => (/* binding */ controlPlaneSeconds),
  u2: () => (/* binding */ isAwayIn),
  VT: () => (/* binding */ recoveredSeconds)
});

// EXTERNAL MODULE: ./lib/report/after-effects.js
var after_effects = __webpack_require__(8479);
// EXTERNAL MODULE: ./lib/report/control-plane-window.js
var control_plane_window = __webpack_require__(6053);
;// CONCATENATED MODULE: ./lib/report/downtime-report.js
/**
 * The prober's number wherever it measured. Of a run that may have taken production away after that there is none. An outage that was not over when probing ended has no number, and the
 * control plane's would only make it look shorter; its lower bound still counts against the limit. Else the estimate
 * does: by either bound, a swap would pass or not by how often it was asked about. What the run has recovered before counts in all of it.
 */
function judgeDowntime({ probe, controlPlaneSeconds, recovered, maxDowntimeMs, mayHaveGoneAway, isAway, }) {
    const measured = probe?.downtime ?? null;
    const isOver = !isAway &&
        (measured === null || (!mayHaveGoneAway && measured.outages.every((outage) => outage.toMs !== null)));
    const ownSeconds = measured === null ? controlPlaneSeconds : toSeconds(measured.totalMs);
    const atLeastSeconds = ownSeconds === null ? null : toSeconds(ownSeconds * 1000 + (recovered?.ms ?? 0));
    const maxSeconds = toSeconds(maxDowntimeMs ?? null);
    const isKnown = isOver && recovered !== null && atLeastSeconds !== null;
    return {
        seconds: isKnown ? atLeastSeconds : null,
        source: isKnown ? (measured === null ? 'control-plane' : 'probe') : null,
        uncertaintyMs: isKnown && measured !== null ? measured.uncertaintyMs + recovered.uncertaintyMs : null,
        resolutionMs: measured?.resolutionMs ?? null,
        recoveredSeconds: isKnown ? toSeconds(recovered.ms) : null,
        maxSeconds,
        maxExceeded: exceeds(atLeastSeconds, maxSeconds, isOver && recovered !== null),
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

// EXTERNAL MODULE: ./lib/report/planned-batches.js
var planned_batches = __webpack_require__(5121);
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

;// CONCATENATED MODULE: ./lib/report/recovered-outage.js


const NOTHING_RECOVERED = { ms: 0, uncertaintyMs: 0 };
/**
 * What was away before this run began is the interrupted run's, and the rest is this one's: where production is away when it is first
 * asked, or by its plan has to be given back first, it has been so since the run began. By the prober; where that has not asked, by ARM's operations.
 *
 * @param startedAtMs of the run, on `Clock.monotonicMs`.
 * @returns null where that is not known.
 */
function recoveredOutage(events, startedAtMs) {
    const recovery = events.slice(0, events.findLastIndex(({ type }) => type === 'recovered') + 1);
    if (recovery.length === 0) {
        return NOTHING_RECOVERED;
    }
    const started = recovery.find((event) => event.type === 'probe-started');
    return started === undefined
        ? byArm(recovery, startedAtMs)
        : byProber(recovery, started.intervalMs, startedAtMs);
}
function byArm(recovery, startedAtMs) {
    const plan = recovery.find((event) => event.type === 'plan-started')?.plan;
    const [edge] = plan?.steps.flatMap(({ window }) => window ?? []) ?? [];
    const windows = (0,control_plane_window/* findWindows */.Fn)(recovery, edge === 'closes' ? startedAtMs : undefined);
    if (windows.length === 0) {
        return NOTHING_RECOVERED;
    }
    const ms = (0,control_plane_window/* totalWindowMs */.XZ)(windows);
    return ms === null ? null : { ms, uncertaintyMs: 0 };
}
function byProber(recovery, intervalMs, startedAtMs) {
    const samples = recovery.flatMap((event) => (event.type === 'probe-sample' ? [event.sample] : []));
    const downtime = (0,probe_downtime/* measureDowntime */.W)(samples, { intervalMs, slowAfterMs: Number.POSITIVE_INFINITY });
    const isBroken = recovery.some(({ type }) => type === 'probe-failed');
    if (downtime === undefined || isBroken || downtime.outages.some(({ toMs }) => toMs === undefined)) {
        return null;
    }
    const { totalMs, uncertaintyMs, resolutionMs } = downtime;
    const awayUntilMs = firstAnswerAfterSilence(samples);
    return awayUntilMs === null
        ? { ms: Math.round(totalMs), uncertaintyMs: Math.round(uncertaintyMs) }
        : {
            ms: Math.round(totalMs + awayUntilMs - startedAtMs),
            uncertaintyMs: Math.round(uncertaintyMs + resolutionMs),
        };
}
/** Null where the first request was answered well. */
function firstAnswerAfterSilence(samples) {
    const bySending = samples.toSorted((a, b) => a.sentAtMs - b.sentAtMs);
    const firstGood = bySending.find(({ result }) => result.kind === 'good');
    return firstGood === undefined || firstGood === bySending[0] ? null : firstGood.completedAtMs;
}

;// CONCATENATED MODULE: ./lib/report/run-axis.js
function runAxis(startedAtMs) {
    return (atMs) => Math.round(atMs - startedAtMs);
}

// EXTERNAL MODULE: ./lib/azure/resource-id.js
var resource_id = __webpack_require__(8481);
// EXTERNAL MODULE: ./lib/strategies/scale-set/payload/payload-text.js + 1 modules
var payload_text = __webpack_require__(1304);
// EXTERNAL MODULE: ./lib/strategies/scale-set/plan/steps.js
var plan_steps = __webpack_require__(1430);
;// CONCATENATED MODULE: ./lib/report/answers-by-version.js
/**
 * Which side each version is on. A canary brings a version that nobody has seen before it; where everything is upgraded, or
 * taken back, what answers in the end is the one side, and all else the other. In between nobody knows: the second half of a
 * release finds both.
 */
function sidesOf(evidence) {
    const { samples, method, isUniform, upgradedFromMs, upgradedToMs } = evidence;
    const marked = samples.filter((sample) => versionOf(sample) !== null);
    if (isUniform && method !== 'canary') {
        const after = marked.filter(([, sentMs]) => upgradedToMs !== null && sentMs >= upgradedToMs);
        const last = after.at(-1) ?? (method === 'take-back' ? marked.at(-1) : undefined);
        const final = last === undefined ? null : versionOf(last);
        const [ending, other] = method === 'take-back' ? ['old', 'new'] : ['new', 'old'];
        return (version) => (final === null ? null : version === final ? ending : other);
    }
    const before = new Set(marked
        .filter(([, , completedMs]) => upgradedFromMs !== null && completedMs < upgradedFromMs)
        .map(versionOf));
    // With two versions there already, neither is known to be the new one.
    return (version) => (before.size === 1 ? (before.has(version) ? 'old' : 'new') : null);
}
/** @returns null where no answer has told its version. */
function answersByVersion(samples, sides, [fromMs, toMs] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]) {
    const versions = samples
        .filter(([, sentMs]) => sentMs >= fromMs && sentMs <= toMs)
        .flatMap((sample) => versionOf(sample) ?? []);
    if (versions.length === 0) {
        return null;
    }
    const answers = [...Map.groupBy(versions, (version) => version)].map(([version, { length }]) => ({
        version,
        side: sides(version),
        count: length,
        share: length / versions.length,
    }));
    const isKnown = answers.every(({ side }) => side !== null);
    const fromNew = answers.reduce((sum, { side, count }) => sum + (side === 'new' ? count : 0), 0);
    return {
        count: versions.length,
        newShare: isKnown ? fromNew / versions.length : null,
        versions: answers,
    };
}
function versionOf([, , , result, , version]) {
    return result === 'good' ? version : null;
}

;// CONCATENATED MODULE: ./lib/report/checked-instances.js
/** Without the answers, of which a batch itself knows nothing. */
function batchReports(events, since) {
    return events.flatMap((event, index) => {
        if (event.type !== 'batch-started') {
            return [];
        }
        const sickIds = sickIdsIn(events.slice(0, index));
        return [batchReport(event, { end: endOf(event, events.slice(index)), sickIds }, since)];
    });
}
/** Of several plans in one run each counts its batches from 1. */
function endOf({ number }, later) {
    return later.find((event) => event.type === 'batch-finished' && event.number === number);
}
function batchReport({ number, instanceIds, outdatedCount, atMs }, { end, sickIds }, since) {
    return {
        number,
        instanceIds,
        outdatedCount,
        startedMs: since(atMs),
        finishedMs: end === undefined ? null : since(end.atMs),
        ...apart(end?.unhealthy ?? [], sickIds),
    };
}
function laterChecks(events, since) {
    return events.flatMap((event, index) => event.type === 'instances-checked'
        ? [
            {
                since: event.since,
                instanceIds: event.instanceIds,
                endedMs: since(event.atMs),
                unproven: event.unproven ?? [],
                ...apart(event.unhealthy, sickIdsIn(events.slice(0, index))),
            },
        ]
        : []);
}
/** As the run had found the instances by then. */
function sickIdsIn(events) {
    return new Set(events.findLast((event) => event.type === 'sick-before')?.instanceIds);
}
/** Who became unhealthy, and who had been sick before. */
function apart(all, sickIds) {
    return {
        unhealthy: all.filter(({ instanceId }) => !sickIds.has(instanceId)),
        sickBefore: all.filter(({ instanceId }) => sickIds.has(instanceId)),
    };
}
/** What was said of an instance last. */
function switchedOff(events) {
    const found = events.flatMap((event) => event.type === 'instances-off'
        ? event.instanceIds.map((instanceId) => ({ instanceId, since: event.since }))
        : []);
    return [...new Map(found.map((each) => [each.instanceId, each])).values()];
}
function checkReports(events, since) {
    return events.flatMap((event) => {
        switch (event.type) {
            case 'instance-healthy':
                return [{ ...verdictOf(event, since), verdict: 'healthy', reasons: [] }];
            case 'instance-unhealthy':
                return [{ ...verdictOf(event, since), verdict: 'unhealthy', reasons: event.reasons }];
            default:
                return [];
        }
    });
}
function verdictOf({ instanceId, atMs, tookMs, }, since) {
    return { instanceId, endedMs: since(atMs), tookMs: Math.round(tookMs) };
}

;// CONCATENATED MODULE: ./lib/report/scale-set-report.js






/** `null` for a run that is not about a scale set. */
function scaleSetReport(facts, events, conclusion, probe, since) {
    if (conclusion?.outcome === 'reported') {
        return 'scaleSet' in conclusion.status ? ofStatus(conclusion.status, subscriptionOf(facts)) : null;
    }
    const release = releaseOf(facts, events, conclusion);
    const name = release.name ?? (facts.scaleSetId && (0,resource_id/* nameOf */.Vb)(facts.scaleSetId));
    if (name === undefined) {
        return null;
    }
    const samples = probe?.samples ?? [];
    const unjudged = batchReports(events, since);
    const sides = sidesOfRelease(samples, release, unjudged);
    const endpoints = events.findLast((event) => event.type === 'canary-endpoints');
    return {
        name,
        subscriptionId: release.subscriptionId ?? subscriptionOf(facts),
        resourceGroup: release.resourceGroup ?? (0,resource_id/* resourceGroupOf */.Tp)(facts.scaleSetId ?? '') ?? null,
        releaseId: release.releaseId,
        previousPayload: release.previousPayload,
        payload: release.payload,
        hasWayBack: release.hasWayBack,
        canaryIds: release.canaryIds,
        hasSeenInstances: release.hasSeenInstances,
        instances: release.instances,
        batches: unjudged.map((batch) => ({
            ...batch,
            answers: answersByVersion(samples, sides, [
                batch.startedMs,
                batch.finishedMs ?? since(facts.finishedAtMs),
            ]),
        })),
        laterChecks: laterChecks(events, since),
        sickBefore: [...sickIdsIn(events)],
        switchedOff: switchedOff(events),
        checks: checkReports(events, since),
        canaryEndpoints: endpoints?.endpoints ?? [],
        sshUser: endpoints?.sshUser ?? '',
        overtaken: overtakenIn(events),
        isLeftAsFound: isLeftAsFound(events),
        answers: answersByVersion(samples, sides),
    };
}
function subscriptionOf({ scaleSetId = '' }) {
    return (0,resource_id/* subscriptionIdOf */.gf)(scaleSetId) ?? null;
}
function ofStatus({ scaleSet, resourceGroup, release, instances }, subscriptionId) {
    return {
        name: scaleSet,
        subscriptionId,
        resourceGroup,
        releaseId: release?.id ?? null,
        previousPayload: release?.previousPayload ?? null,
        payload: release?.payload ?? null,
        hasWayBack: null,
        canaryIds: presentIds(release?.canaryIds ?? [], instances),
        hasSeenInstances: true,
        instances,
        batches: [],
        laterChecks: [],
        sickBefore: [],
        switchedOff: [],
        checks: [],
        canaryEndpoints: [],
        sshUser: '',
        overtaken: null,
        isLeftAsFound: false,
        answers: null,
    };
}
/** What was seen before the last plan began is of no interest after it. */
function overtakenIn(events) {
    const last = events.findLast(({ type }) => type === 'record-seen' || type === 'plan-started');
    return last?.type === 'record-seen' ? last.record : null;
}
function isLeftAsFound(events) {
    return (events.findLast(({ type }) => type === 'release-left' || type === 'plan-started')?.type === 'release-left');
}
/** By the plan, and by what Azure said last: either may be missing. */
function releaseOf(facts, events, conclusion) {
    const seen = events.findLast((event) => event.type === 'release-seen');
    const instances = seen?.instances ?? [];
    const hasSeenInstances = instances.length > 0 || seen?.hasNone === true;
    const plan = conclusion?.outcome === 'planned'
        ? conclusion.plan
        : events.findLast((event) => event.type === 'plan-started')?.plan;
    const locking = plan === undefined ? undefined : lockingStep(plan);
    const planned = locking?.release;
    // The id of a release that is only planned is that of no release: the next run makes another one.
    const isOnlyPlanned = conclusion?.outcome === 'planned' && locking?.opening.kind === 'opens';
    // Nobody can ask for it by its id, and it has no canaries.
    const isNone = isRecordLost(events) || (locking?.opening.kind === 'opens' && isNeverOpened(facts, events, conclusion));
    const texts = planned === undefined ? undefined : payloadsOf(planned);
    return {
        name: seen?.scaleSet ?? (planned && (0,resource_id/* nameOf */.Vb)(planned.scaleSetId)),
        subscriptionId: (0,resource_id/* subscriptionIdOf */.gf)(planned?.scaleSetId ?? '') ?? null,
        resourceGroup: seen?.resourceGroup || (0,resource_id/* parseResourceId */.RQ)(planned?.scaleSetId ?? '')?.resourceGroup || null,
        releaseId: isOnlyPlanned || isNone ? null : planned?.releaseId || seen?.releaseId || null,
        previousPayload: seen?.previousPayload || texts?.previousPayload || null,
        payload: seen?.payload || texts?.payload || null,
        hasWayBack: locking?.hasWayBack ?? null,
        canaryIds: presentIds(isNone ? [] : (planned?.canaryIds ?? seen?.canaryIds ?? []), hasSeenInstances ? instances : undefined),
        hasSeenInstances,
        instances,
        method: plan?.method ?? '',
    };
}
function isRecordLost(events) {
    const finished = events.findLast((event) => event.type === 'plan-finished');
    const code = 'LostRecord';
    return finished?.failure?.code === code;
}
/** A run that has failed before the first write of its plan was carried out; of one that was interrupted nobody knows that. */
function isNeverOpened({ interrupted }, events, conclusion) {
    const ofPlan = events.slice(events.findLastIndex(({ type }) => type === 'plan-started'));
    const hasWritten = ofPlan.some((event) => event.type === 'arm-request' &&
        (0,arm_write/* mayHaveChanged */.A)(event.method, event.path, event.result.kind === 'answer' ? event.result.status : null));
    return conclusion?.outcome === 'failed' && interrupted === undefined && !hasWritten;
}
/** Who was deleted since is no canary any more. @param instances absent where nobody has looked. */
function presentIds(ids, instances) {
    return instances === undefined
        ? ids
        : ids.filter((id) => instances.some(({ instanceId }) => instanceId === id));
}
function lockingStep({ steps }) {
    return steps.filter(plan_steps/* isScaleSetStep */.RU).find((step) => step.kind === 'take-lock');
}
function payloadsOf({ scaleSetId, payload, previous }) {
    const subscriptionId = (0,resource_id/* parseResourceId */.RQ)(scaleSetId)?.subscriptionId ?? '';
    return {
        payload: (0,payload_text/* payloadText */.Ai)(payload, subscriptionId),
        previousPayload: previous === undefined ? null : (0,payload_text/* payloadText */.Ai)(previous, subscriptionId),
    };
}
function sidesOfRelease(samples, { method, instances }, batches) {
    const isUniform = method === 'take-back'
        ? instances.every(({ role }) => role === 'old')
        : instances.every(({ isUpToDate }) => isUpToDate);
    return sidesOf({
        samples,
        method,
        isUniform: instances.length > 0 && isUniform,
        upgradedFromMs: batches[0]?.startedMs ?? null,
        upgradedToMs: batches.at(-1)?.finishedMs ?? null,
    });
}

// EXTERNAL MODULE: ./lib/report/step-reports.js
var step_reports = __webpack_require__(9648);
// EXTERNAL MODULE: ./lib/report/unseen-window.js
var unseen_window = __webpack_require__(8645);
;// CONCATENATED MODULE: ./lib/report/report.js












/** Folds the events of a run into its report. `conclusion` is for runs that did not end with a plan. */
function buildReport(facts, events, conclusion) {
    const since = runAxis(facts.startedAtMs);
    const { interrupted } = facts;
    const end = {
        ...ending(events, conclusion),
        recovered: recoveredIn(events),
        steps: conclusion?.outcome === 'planned'
            ? (0,step_reports/* unrunSteps */.s0)(conclusion.plan)
            : (0,step_reports/* stepReports */.ql)(events, since, interrupted),
    };
    // What is seen of the undoing alone is a part of the outage, and would pass for all of it.
    const isWhole = interrupted === undefined && facts.recoveredTo === undefined && !(0,after_effects/* hasOnlyRecovered */.Kd)(end);
    const own = ownEvents(events);
    const windows = isWhole ? (0,control_plane_window/* findWindows */.Fn)(own) : [];
    const probe = probeReport(own, windows, since);
    const controlPlane = controlPlaneReport(windows, since);
    const isSwap = facts.scaleSetId === undefined;
    const recovered = isWhole && isSwap ? recoveredOutage(events, facts.startedAtMs) : NOTHING_RECOVERED;
    // Of a run that began no plan there is nothing to measure, and of an interrupted one `main` has seen the beginning.
    const isMeasured = isWhole && events.some((event) => event.type === 'plan-started');
    return {
        schemaVersion: 1,
        ...end,
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
        previousLoadBalancerId: facts.previousLoadBalancerId ?? null,
        newLoadBalancer: facts.newLoadBalancer ?? null,
        productionSeenOn: productionSeenOn(events),
        notAsLeft: notAsLeftIn(events),
        byHand: events.findLast((event) => event.type === 'by-hand')?.changes ?? [],
        scaleSet: scaleSetReport(facts, events, conclusion, probe, since),
        downtime: interrupted?.downtime ??
            judgeDowntime({
                probe: isMeasured ? probe : null,
                controlPlaneSeconds: controlPlane.seconds,
                recovered,
                maxDowntimeMs: facts.maxDowntimeMs,
                mayHaveGoneAway: (0,unseen_window/* mayHaveGoneAway */.R)({ ...end, controlPlane, probe }),
                isAway: isAwayIn(notAsLeftIn(events)),
            }),
        controlPlane,
        plan: planReport(events, conclusion),
        operations: operationReports(events, since),
        requests: requestReports(events, since),
        probe,
    };
}
/** As `recoveredOutage`, for the record of the release that comes after it. */
function recoveredSeconds(events, startedAtMs) {
    return toSeconds(recoveredOutage(events, startedAtMs)?.ms ?? null);
}
/** How long ARM had production away in the release that the events tell of; null where it did not, or has not given it back. */
function controlPlaneSeconds(events) {
    return toSeconds((0,control_plane_window/* totalWindowMs */.XZ)((0,control_plane_window/* findWindows */.Fn)(ownEvents(events))));
}
/** Of its own release; what it has cost to bring an interrupted one to its end before that is `recoveredOutage`. */
function ownEvents(events) {
    const own = events.slice(events.findLastIndex(({ type }) => type === 'recovered') + 1);
    return own.some(({ type }) => type === 'plan-started' || type === 'probe-started') ? own : events;
}
function recoveredIn(events) {
    return events.findLast((event) => event.type === 'recovered')?.direction ?? null;
}
/** What was seen before the last plan began is of no interest after it. */
function productionSeenOn(events) {
    const last = events.findLast(({ type }) => type === 'production-seen' || startsAnew(type));
    return last?.type === 'production-seen' ? last.loadBalancer : null;
}
function startsAnew(type) {
    return type === 'plan-started' || type === 'not-as-left';
}
function notAsLeft(events) {
    const last = events.findLast(({ type }) => startsAnew(type));
    return last?.type === 'not-as-left' ? last : null;
}
/** Whether nothing has one of the addresses at the very end of the run. */
function isAwayIn(notAsLeft) {
    return notAsLeft?.elsewhere.some(({ heldBy }) => heldBy === null) ?? false;
}
function notAsLeftIn(events) {
    const found = notAsLeft(events);
    return found === null ? null : { leftOn: found.leftOn, elsewhere: found.elsewhere };
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
    const failure = finished.failure ?? notAsLeft(events)?.failure;
    return {
        outcome: outcomeOf(finished.outcome, events),
        reason: null,
        failure: failure === undefined ? null : (0,failure_report/* toFailureReport */.Wo)(failure),
    };
}
function outcomeOf(end, events) {
    if (notAsLeft(events) !== null) {
        return 'failed';
    }
    switch (end) {
        case 'interrupted':
            // Cancelled, and not settled yet: neither where it should be nor where it was.
            return 'failed';
        case 'rolled-back':
            // Nothing is left of the run to be undone, because all of it is somebody else's by now.
            return overtakenIn(events) === null ? 'rolled-back' : 'failed';
        default:
            return end;
    }
}
function planReport(events, conclusion) {
    const plan = conclusion?.outcome === 'planned'
        ? conclusion.plan
        : events.findLast((event) => event.type === 'plan-started')?.plan;
    if (plan === undefined) {
        return null;
    }
    const { method, methodReason, goal, expectedDowntime, expectedDuration = null, hazards, unchecked } = plan;
    const batches = (0,planned_batches/* plannedBatches */.x)(plan);
    return { method, methodReason, goal, expectedDowntime, expectedDuration, batches, hazards, unchecked };
}


/***/ }),

/***/ 2856:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   A2: () => (/* binding */ lastText),
/* harmony export */   RE: () => (/* binding */ workRows),
/* harmony export */   Tc: () => (/* binding */ timeText),
/* harmony export */   ln: () => (/* binding */ isLocked),
/* harmony export */   u: () => (/* binding */ lastRows)
/* harmony export */ });
/* harmony import */ var _record_journal_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(2634);
/* harmony import */ var _record_lock_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(7138);


function isLocked({ lock }) {
    return lock !== null && !lock.isOver;
}
/** What the record says of the last release, beside when it was. */
function lastRows({ last }) {
    return [
        ['Before', last === null ? null : last.previousTarget],
        [
            'Downtime of that',
            last === null
                ? null
                : last.downtime === null
                    ? 'not measured'
                    : `${last.downtime.seconds.toFixed(3)} s${last.downtime.source === 'probe' ? '' : ', by the control plane; nobody probed what users saw'}`,
        ],
    ];
}
/** `2026-11-21T03:14:15.123Z, by run of vip-swap (temporary-ip), https://...` */
function lastText({ last, lastProblem }) {
    if (last === null) {
        return `not known: ${lastProblem ?? 'no release has left its tag'}`;
    }
    const { finishedAtEpochMs, kind, strategy, method, releaseId, run } = last;
    const release = releaseId === undefined ? '' : `release ${releaseId}, `;
    const by = kind === 'undoing' ? 'which has taken itself back:' : `by ${kind} of`;
    return `${timeText(finishedAtEpochMs)}, ${release}${by} ${strategy} (${method}), ${run}`;
}
/** Who works on it, and what is under way or was interrupted. */
function workRows({ lock, interrupted, problem }) {
    return [
        ['Locked', lock === null ? null : `${(0,_record_lock_js__WEBPACK_IMPORTED_MODULE_1__/* .describeLock */ .FD)(lock)}${lock.isOver ? ', which is over' : ''}`],
        [
            isLocked({ lock }) ? 'Under way' : 'Interrupted',
            interrupted === null
                ? problem
                : `${interrupted.strategy} by ${interrupted.method}, begun at ${timeText(interrupted.startedAtEpochMs)} by ${(0,_record_journal_js__WEBPACK_IMPORTED_MODULE_0__/* .begunBy */ .fM)(interrupted)}` +
                    (interrupted.direction === undefined
                        ? ''
                        : `; a recovery had begun to ${interrupted.direction} it`),
        ],
    ];
}
function timeText(epochMs) {
    return new Date(epochMs).toISOString();
}


/***/ }),

/***/ 1985:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Y2: () => (/* binding */ scaleSetRows),
/* harmony export */   hE: () => (/* binding */ instanceLines),
/* harmony export */   kq: () => (/* binding */ scaleSetSentence)
/* harmony export */ });
/* harmony import */ var _strategies_scale_set_beside_canaries_js__WEBPACK_IMPORTED_MODULE_8__ = __webpack_require__(1308);
/* harmony import */ var _strategies_scale_set_instances_named_instances_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(2818);
/* harmony import */ var _strategies_scale_set_payload_describe_image_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(6863);
/* harmony import */ var _listed_instances_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8428);
/* harmony import */ var _partition_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(4936);
/* harmony import */ var _readable_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(8828);
/* harmony import */ var _summary_instances_table_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(2660);
/* harmony import */ var _verdict_scale_set_verdict_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(5640);
/* harmony import */ var _record_rows_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(2856);









function scaleSetSentence({ scaleSet, instances, image, release }) {
    const upToDate = instances.filter(({ isUpToDate }) => isUpToDate).length;
    const have = upToDate === 1 ? 'has' : 'have';
    const shown = image.startsWith('/') ? (0,_strategies_scale_set_payload_describe_image_js__WEBPACK_IMPORTED_MODULE_4__/* .describeImage */ .h)({ id: image }) : image;
    const off = (0,_listed_instances_js__WEBPACK_IMPORTED_MODULE_0__/* .offIds */ .u4)({ instances });
    const switchedOff = off.length === 0 ? '' : `; ${(0,_strategies_scale_set_instances_named_instances_js__WEBPACK_IMPORTED_MODULE_5__/* .namedInstances */ .M)(off)} ${off.length === 1 ? 'is' : 'are'} switched off`;
    return `${upToDate} of ${(0,_readable_js__WEBPACK_IMPORTED_MODULE_6__/* .countOf */ .pq)(instances.length, 'instance')} of ${scaleSet} ${have} what the model has (${shown}${broughtText(release)})${foreignText(release)}${unwellText(instances)}${switchedOff}`;
}
/** Of whom it is told that they are switched off it is clear that they are not well. */
function unwellText(instances) {
    const off = (0,_listed_instances_js__WEBPACK_IMPORTED_MODULE_0__/* .offIds */ .u4)({ instances });
    const ids = instances
        .filter(({ role, instanceId }) => role === 'unhealthy' && !off.includes(instanceId))
        .map(({ instanceId }) => instanceId);
    return ids.length === 0
        ? ''
        : `; ${(0,_strategies_scale_set_instances_named_instances_js__WEBPACK_IMPORTED_MODULE_5__/* .namedInstances */ .M)(ids)} ${ids.length === 1 ? 'is' : 'are'} not well with the release`;
}
function foreignText(release) {
    switch (release?.model) {
        case 'foreign':
            return '; somebody else has changed the model while a release is open, so that can be neither promoted nor rejected as it is';
        case 'previous':
            return '; the model has what it had before the open release';
        default:
            return '';
    }
}
/** Of an extension: the image alone would not say what the instances differ in. */
function broughtText(release) {
    return release?.payload.startsWith('extension:') === true
        ? `; the open release brings ${(0,_verdict_scale_set_verdict_js__WEBPACK_IMPORTED_MODULE_2__/* .payloadName */ .Oh)(release.payload)}`
        : '';
}
/** What there is to know beside its instances, as property and value. */
function scaleSetRows(status) {
    const { image, upgradeMode, release } = status;
    const off = (0,_listed_instances_js__WEBPACK_IMPORTED_MODULE_0__/* .offIds */ .u4)(status);
    const rows = [
        ['Model', `${image}, upgrade policy ${upgradeMode}`],
        ...(release === null ? [] : releaseRows(release, status.instances)),
        ['Switched off', off.length === 0 ? null : off.join(', ')],
        ['Last release', (0,_record_rows_js__WEBPACK_IMPORTED_MODULE_3__/* .lastText */ .A2)(status)],
        ...(0,_record_rows_js__WEBPACK_IMPORTED_MODULE_3__/* .lastRows */ .u)(status),
        ...(0,_record_rows_js__WEBPACK_IMPORTED_MODULE_3__/* .workRows */ .RE)(status),
    ];
    return rows.flatMap(([name, text]) => (text === null ? [] : [[name, text]]));
}
function releaseRows(release, instances) {
    const { id, strategy, openedAtEpochMs, ageSeconds, run, canaryIds, protectedIds } = release;
    return [
        [
            'Open release',
            `${id} by ${strategy}, open for ${ageText(ageSeconds)} (since ${(0,_record_rows_js__WEBPACK_IMPORTED_MODULE_3__/* .timeText */ .Tc)(openedAtEpochMs)}), ${run}`,
        ],
        ['Brings', `${(0,_verdict_scale_set_verdict_js__WEBPACK_IMPORTED_MODULE_2__/* .payloadName */ .Oh)(release.payload)}, in the place of ${(0,_verdict_scale_set_verdict_js__WEBPACK_IMPORTED_MODULE_2__/* .payloadName */ .Oh)(release.previousPayload)}`],
        ['Canaries', canaryIds.length === 0 ? null : canariesText(release, instances)],
        ['Protected from scale-in by it', protectedIds.length === 0 ? null : protectedIds.join(', ')],
        ['Automatic repairs', release.hasSuspendedRepairs ? 'suspended by it' : null],
    ];
}
/** Those of the record that are there; of a rollout everybody may have the payload. */
function canariesText({ canaryIds, strategy }, instances) {
    const [present, gone] = (0,_partition_js__WEBPACK_IMPORTED_MODULE_7__/* .partition */ .j)(canaryIds, (id) => instances.some(({ instanceId }) => instanceId === id));
    const others = strategy === 'canary-percent' ? (0,_listed_instances_js__WEBPACK_IMPORTED_MODULE_0__/* .otherCarrierIds */ .n2)({ instances, canaryIds }) : [];
    return [
        present.length === 0 ? 'none' : present.join(', '),
        ...(gone.length === 0 ? [] : [(0,_strategies_scale_set_beside_canaries_js__WEBPACK_IMPORTED_MODULE_8__/* .deletedCanariesText */ .R)(gone)]),
        ...(others.length === 0 ? [] : [(0,_strategies_scale_set_beside_canaries_js__WEBPACK_IMPORTED_MODULE_8__/* .otherCarriersText */ .D)(others)]),
    ].join('; ');
}
/** For the log, which has no tables: a line for each instance. */
function instanceLines({ instances }) {
    return instances.map(({ instanceId, zone, faultDomain, role, image, isUpToDate, health, power, provisioningState }) => {
        const facts = [
            _summary_instances_table_js__WEBPACK_IMPORTED_MODULE_1__/* .ROLE_TEXT */ .j[role],
            zone === '' ? 'no zone' : `zone ${zone}`,
            `fault domain ${faultDomain}`,
            image,
            isUpToDate ? 'up to date' : 'outdated',
            health,
            power,
            ...(provisioningState === 'Succeeded' ? [] : [provisioningState]),
        ];
        return `Instance ${instanceId}: ${facts.join(', ')}`;
    });
}
/** `3 d 4 h`, `2 h 5 min`, `40 s`: releases are open for as long as somebody looks at their canaries. */
function ageText(seconds) {
    const [days, hours, minutes] = [
        Math.floor(seconds / 86_400),
        Math.floor(seconds / 3_600) % 24,
        Math.floor(seconds / 60) % 60,
    ];
    if (days > 0) {
        return `${days} d ${hours} h`;
    }
    if (hours > 0) {
        return `${hours} h ${minutes} min`;
    }
    return minutes > 0 ? `${minutes} min` : `${seconds} s`;
}


/***/ }),

/***/ 8003:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   A: () => (/* binding */ statusSentence),
/* harmony export */   O: () => (/* binding */ statusRows)
/* harmony export */ });
/* harmony import */ var _strategies_vip_swap_as_released_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(8075);
/* harmony import */ var _listed_instances_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8428);
/* harmony import */ var _record_rows_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(2856);
/* harmony import */ var _scale_set_status_text_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(1985);




const STATE_TEXT = {
    idle: 'nothing is under way and nothing is left over',
    open: 'a release is open, to be promoted or rejected',
    orphaned: 'something of an older run is left over',
    split: 'production is split between load balancers',
    unserved: 'nothing has a production address, and no release says why',
    locked: 'a run is under way, or its runner was lost not long ago',
    interrupted: 'a release was interrupted, and neither finished nor undone',
};
/** `20.1.2.3 (vipswap1pip) is served by vipswap2lb; nothing is under way and nothing is left over.` */
function statusSentence(status) {
    const subject = 'addresses' in status ? servedSentence(status) : (0,_scale_set_status_text_js__WEBPACK_IMPORTED_MODULE_2__/* .scaleSetSentence */ .kq)(status);
    return `${subject}; ${stateText(status)}.`;
}
/** A machine that is off is what an older run may have left, and no run does anything about it. */
function stateText(status) {
    return status.state === 'idle' && 'instances' in status && (0,_listed_instances_js__WEBPACK_IMPORTED_MODULE_0__/* .offIds */ .u4)(status).length > 0
        ? 'nothing is under way'
        : STATE_TEXT[status.state];
}
function servedSentence({ addresses }) {
    const served = addresses.map(({ name, address, live }) => `${address} (${name}) is served by ${live === null ? 'no load balancer' : live.loadBalancer}`);
    return served.join(' and ');
}
/** What there is to know of each address, as property and value. */
function statusRows(status) {
    return 'addresses' in status ? addressesRows(status) : (0,_scale_set_status_text_js__WEBPACK_IMPORTED_MODULE_2__/* .scaleSetRows */ .Y2)(status);
}
function addressesRows({ addresses, unchecked }) {
    return [
        ...addresses.flatMap((status) => addressRows(status, addresses.length === 1 ? '' : `${status.name}: `)),
        ...unchecked.map((text) => ['Not checked', text]),
    ];
}
function addressRows(status, prefix) {
    const { orphans } = status;
    const rows = [
        ['Live', liveText(status)],
        ...sinceRows(status),
        ...(0,_record_rows_js__WEBPACK_IMPORTED_MODULE_1__/* .lastRows */ .u)(status),
        ...(0,_record_rows_js__WEBPACK_IMPORTED_MODULE_1__/* .workRows */ .RE)(status),
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
/** A release is named as what has put production where it is only where its tag says so. */
function sinceRows(status) {
    const { live, last, interrupted, problem } = status;
    // Whatever is not at rest may have moved production since.
    const isAtRest = live !== null && !(0,_record_rows_js__WEBPACK_IMPORTED_MODULE_1__/* .isLocked */ .ln)(status) && interrupted === null && problem === null;
    const release = ['Last release', (0,_record_rows_js__WEBPACK_IMPORTED_MODULE_1__/* .lastText */ .A2)(status)];
    if (!isAtRest) {
        return [release];
    }
    if (last === null) {
        return [['Since', (0,_record_rows_js__WEBPACK_IMPORTED_MODULE_1__/* .lastText */ .A2)(status)]];
    }
    switch ((0,_strategies_vip_swap_as_released_js__WEBPACK_IMPORTED_MODULE_3__/* .asReleased */ .M)(last, liveTarget(live))) {
        case 'released':
            return [['Since', (0,_record_rows_js__WEBPACK_IMPORTED_MODULE_1__/* .lastText */ .A2)(status)]];
        case 'before':
            return [
                ['Since', 'not known: it is back where it was before the last release, and not by a release'],
                release,
            ];
        case 'elsewhere':
            return [
                [
                    'Since',
                    `not known: the last release has brought it to ${last.target}, and no release has moved it since`,
                ],
                release,
            ];
        case 'untold':
            return [
                [
                    'Since',
                    'not known for certain: the tag of the last release does not say where that has brought it',
                ],
                release,
            ];
    }
}
function liveText({ live, heldBy }) {
    if (live !== null) {
        return `${live.loadBalancer} in ${live.resourceGroup}, frontend ${live.frontend}`;
    }
    return heldBy === null ? 'nobody has the address' : `no load balancer: ${heldBy} has the address`;
}
/** As the last tag names it. */
function liveTarget({ resourceGroup, loadBalancer, frontend }) {
    return `${resourceGroup}/${loadBalancer}/${frontend}`;
}


/***/ }),

/***/ 9648:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   XV: () => (/* binding */ hasMetForeignChange),
/* harmony export */   ql: () => (/* binding */ stepReports),
/* harmony export */   s0: () => (/* binding */ unrunSteps),
/* harmony export */   yQ: () => (/* binding */ undoFailures)
/* harmony export */ });
/* harmony import */ var _failure_report_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1667);

/** The run, or its undoing, has met what somebody else has put there. */
function hasMetForeignChange({ failure, steps, }) {
    return [failure, ...undoFailures(steps).map((undo) => undo.failure)].some((each) => each?.code === 'ForeignChange');
}
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
/** What a plan that has reached its goal had done for that is done. */
function runBefore({ cleanUp }, { downtime }) {
    return downtime === undefined || cleanUp ? INTERRUPTED : { ...INTERRUPTED, outcome: 'succeeded' };
}
/**
 * The steps of every plan of the run, in order.
 *
 * @param interrupted the run whose plan this one brings to an end.
 */
function stepReports(events, since, interrupted) {
    let past = [];
    let current = [];
    for (const event of events) {
        if (event.type === 'plan-started') {
            past = [...past, ...current];
            current = unrunSteps(event.plan).map((step) => interrupted?.startedStepIds.includes(step.id) ? { ...step, run: runBefore(step, interrupted) } : step);
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

/***/ 850:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   E: () => (/* binding */ sentText),
/* harmony export */   n: () => (/* binding */ groupCalls)
/* harmony export */ });
function groupCalls(calls) {
    const groups = [];
    for (const call of calls) {
        const last = groups.at(-1);
        if (last?.method === call.method &&
            last.target === call.target &&
            last.explanation === call.explanation) {
            groups[groups.length - 1] = { ...last, times: last.times + 1 };
        }
        else {
            groups.push({ ...call, times: 1 });
        }
    }
    return groups;
}
/** What is to be said of a call beside itself: `, 3 times`. */
function sentText({ times, explanation }) {
    return `${times === 1 ? '' : `, ${times} times`}${explanation === undefined ? '' : `, ${explanation}`}`;
}


/***/ }),

/***/ 8202:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   t: () => (/* binding */ groupChanges)
/* harmony export */ });
/* harmony import */ var _azure_resource_id_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(8481);
/* harmony import */ var _strategies_scale_set_instances_named_instances_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(2818);
/* harmony import */ var _readable_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8828);



const INSTANCE = /^(?<scaleSet>.+\/virtualMachineScaleSets\/[^/]+)\/virtualMachines\/(?<id>[^/]+)$/i;
/** In their order; instances at the place of the first of them. */
function groupChanges(changes, nameOfResource = _readable_js__WEBPACK_IMPORTED_MODULE_0__/* .readableResource */ .nt) {
    const groups = Map.groupBy(changes, ({ resource, field, from, to }) => {
        const scaleSet = INSTANCE.exec(resource)?.groups?.scaleSet;
        return JSON.stringify([scaleSet?.toLowerCase() ?? resource, scaleSet !== undefined, field, from, to]);
    });
    return [...groups.values()].flatMap((alike) => {
        const ids = alike.flatMap(({ resource }) => INSTANCE.exec(resource)?.groups?.id ?? []);
        const [first] = alike;
        if (first === undefined) {
            return [];
        }
        return ids.length > 0
            ? [{ ...first, subject: instancesText(first.resource, ids) }]
            : alike.map((change) => ({ ...change, subject: nameOfResource(change.resource) }));
    });
}
function instancesText(resource, ids) {
    const scaleSet = INSTANCE.exec(resource)?.groups?.scaleSet ?? '';
    return `${(0,_strategies_scale_set_instances_named_instances_js__WEBPACK_IMPORTED_MODULE_1__/* .namedInstances */ .M)(ids)} of ${(0,_azure_resource_id_js__WEBPACK_IMPORTED_MODULE_2__/* .parseResourceId */ .RQ)(scaleSet)?.name ?? scaleSet}`;
}


/***/ }),

/***/ 2660:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   P: () => (/* binding */ instancesTable),
/* harmony export */   j: () => (/* binding */ ROLE_TEXT)
/* harmony export */ });
/* harmony import */ var _readable_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(8828);
/* harmony import */ var _markdown_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3308);


const MARK = {
    none: '🔹',
    old: '⬜',
    canary: '🐤',
    upgraded: '✅',
    sick: '🤒',
    unhealthy: '❌',
    quarantined: '🚧',
};
const ROLE_TEXT = {
    none: 'in no release',
    old: 'old',
    canary: 'canary',
    upgraded: 'upgraded',
    sick: 'sick',
    unhealthy: 'unhealthy',
    quarantined: 'quarantined',
};
const HEALTH_TEXT = {
    healthy: '✅',
    unhealthy: '❌ unhealthy',
    unknown: '⚠️ unknown',
    unmonitored: 'not monitored',
};
/**
 * Where the release has got to, at a glance: a row for each zone, a column for each fault domain, every instance in its place,
 * and all that is known of them folded away. `null` where there are none.
 */
function instancesTable(instances) {
    if (instances.length === 0) {
        return null;
    }
    const ordered = instances.toSorted((a, b) => byNumber(a.instanceId, b.instanceId));
    return (0,_markdown_js__WEBPACK_IMPORTED_MODULE_0__/* .section */ .uW)('Instances', [grid(ordered), legend(ordered), list(ordered)].join('\n\n'));
}
function grid(instances) {
    const zones = distinct(instances.map(({ zone }) => zone)).toSorted(byNumber);
    const faultDomains = distinct(instances.map(({ faultDomain }) => faultDomain)).toSorted((a, b) => a - b);
    const rows = zones.map((zone) => [
        zone === '' ? 'no zone' : `Zone ${(0,_markdown_js__WEBPACK_IMPORTED_MODULE_0__/* .escapeMarkdown */ .FV)(zone)}`,
        ...faultDomains.map((faultDomain) => instances
            .filter((each) => each.zone === zone && each.faultDomain === faultDomain)
            .map(place)
            .join('<br>')),
    ]);
    return (0,_markdown_js__WEBPACK_IMPORTED_MODULE_0__/* .table */ .tp)(['', ...faultDomains.map((faultDomain) => `Fault domain ${faultDomain}`)], rows);
}
/** An instance in the grid, with what is out of order about it that its role does not say. */
function place({ instanceId, role, health, power, provisioningState }) {
    const notes = [
        health === 'unhealthy' && role !== 'unhealthy' && role !== 'sick' ? 'unhealthy' : '',
        health === 'unknown' ? 'health unknown' : '',
        provisioningState === 'Succeeded' ? '' : (0,_markdown_js__WEBPACK_IMPORTED_MODULE_0__/* .escapeMarkdown */ .FV)(provisioningState),
        power === 'running' ? '' : (0,_markdown_js__WEBPACK_IMPORTED_MODULE_0__/* .escapeMarkdown */ .FV)(power),
    ].filter((note) => note !== '');
    const words = notes.length === 0 ? '' : (0,_markdown_js__WEBPACK_IMPORTED_MODULE_0__/* .unbroken */ .D_)(` ${notes.join(', ')}`);
    return `${MARK[role]}&nbsp;${(0,_markdown_js__WEBPACK_IMPORTED_MODULE_0__/* .code */ .aY)(instanceId)}${words}`;
}
/** Only of what there is. */
function legend(instances) {
    const counts = Map.groupBy(instances, ({ role }) => role);
    return Object.keys(MARK)
        .filter((role) => counts.has(role))
        .map((role) => `${MARK[role]} ${counts.get(role)?.length} ${ROLE_TEXT[role]}`)
        .join(' · ');
}
const COLUMNS = ['Instance', 'Zone', 'Fault domain', 'Role', 'Image', 'Model', 'State', 'Health', 'Power'];
function list(instances) {
    const rows = instances.map((each) => [
        (0,_markdown_js__WEBPACK_IMPORTED_MODULE_0__/* .code */ .aY)(each.instanceId),
        (0,_markdown_js__WEBPACK_IMPORTED_MODULE_0__/* .escapeMarkdown */ .FV)(each.zone),
        String(each.faultDomain),
        ROLE_TEXT[each.role],
        (0,_markdown_js__WEBPACK_IMPORTED_MODULE_0__/* .escapeMarkdown */ .FV)(each.image),
        each.isUpToDate ? 'up to date' : 'outdated',
        (0,_markdown_js__WEBPACK_IMPORTED_MODULE_0__/* .escapeMarkdown */ .FV)(each.provisioningState),
        (0,_markdown_js__WEBPACK_IMPORTED_MODULE_0__/* .unbroken */ .D_)(HEALTH_TEXT[each.health]),
        (0,_markdown_js__WEBPACK_IMPORTED_MODULE_0__/* .escapeMarkdown */ .FV)(each.power),
    ]);
    return (0,_markdown_js__WEBPACK_IMPORTED_MODULE_0__/* .details */ .zH)((0,_readable_js__WEBPACK_IMPORTED_MODULE_1__/* .countOf */ .pq)(instances.length, 'instance'), (0,_markdown_js__WEBPACK_IMPORTED_MODULE_0__/* .table */ .tp)(COLUMNS, rows));
}
function distinct(values) {
    return [...new Set(values)];
}
/** `9` before `10`, and names by the alphabet, the same on every machine. */
function byNumber(a, b) {
    return a.localeCompare(b, 'en', { numeric: true });
}


/***/ }),

/***/ 3308:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   DV: () => (/* binding */ codeBlock),
/* harmony export */   D_: () => (/* binding */ unbroken),
/* harmony export */   FV: () => (/* binding */ escapeMarkdown),
/* harmony export */   aY: () => (/* binding */ code),
/* harmony export */   e5: () => (/* binding */ bullets),
/* harmony export */   gu: () => (/* binding */ indented),
/* harmony export */   tp: () => (/* binding */ table),
/* harmony export */   uW: () => (/* binding */ section),
/* harmony export */   zH: () => (/* binding */ details)
/* harmony export */ });
/* harmony import */ var _readable_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8828);

/** A message of a policy can be pages long; beyond this it is for the log and `report.json`. */
const LONGEST_TEXT = 1_000;
/**
 * Text that came from outside (a resource's name, an error of ARM) as Markdown that shows exactly it. Character
 * references work in paragraphs, in table cells and inside HTML alike, where a backslash would not.
 */
function escapeMarkdown(text) {
    return (0,_readable_js__WEBPACK_IMPORTED_MODULE_0__/* .clip */ .$Q)(text, LONGEST_TEXT)
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
/** Lines to copy. The fence is longer than any run of backticks in them, so that nothing in them can end it. */
function codeBlock(language, lines) {
    const text = lines.join('\n');
    const runs = text.match(/`+/g) ?? [];
    const fence = '`'.repeat(Math.max(3, ...runs.map(({ length }) => length + 1)));
    return `${fence}${language}\n${text}\n${fence}`;
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


/***/ }),

/***/ 8943:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Z: () => (/* binding */ unclosedText),
/* harmony export */   z: () => (/* binding */ unclosedSteps)
/* harmony export */ });
/* harmony import */ var _failure_report_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1667);

/**
 * Of a release of a scale set that stands: the steps that were to close it, and failed. What it had set aside, or its record, is
 * there still. That is no left-over: a set whose repairs are suspended is not as its owner wants it. A record that somebody has removed
 * is as good as closed.
 */
function unclosedSteps({ scaleSet, outcome, recoveredTo, steps, }) {
    if (scaleSet === null || outcome !== 'succeeded') {
        return [];
    }
    return steps.filter(({ cleanUp, run, recovered }) => cleanUp &&
        run?.outcome === 'failed' &&
        run.failure?.code !== 'RecordRemoved' &&
        (!recovered || recoveredTo !== null));
}
/** `Not done: "Resume the automatic repairs of web": BadRequest: no.` */
function unclosedText({ title, run }) {
    const failure = run?.failure ?? null;
    return `Not done: "${title}": ${failure === null ? 'the cause is not known.' : (0,_failure_report_js__WEBPACK_IMPORTED_MODULE_0__/* .failureText */ .kY)(failure)}`;
}


/***/ }),

/***/ 8645:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   R: () => (/* binding */ mayHaveGoneAway)
/* harmony export */ });
/* harmony import */ var _after_effects_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8479);

/**
 * Whether production may have gone away after probing had ended: a run has failed, or was cancelled, with a window that it had opened,
 * has not seen closed and not undone, and saw no outage since. That it saw none is no measurement then.
 */
function mayHaveGoneAway({ outcome, steps, controlPlane, probe, }) {
    const last = controlPlane.windows.at(-1);
    return (outcome === 'failed' &&
        last?.closedMs === null &&
        (0,_after_effects_js__WEBPACK_IMPORTED_MODULE_0__/* .standingSteps */ .Ad)({ steps }).some(({ window }) => window !== null) &&
        (probe?.downtime?.outages ?? []).every(({ toMs }) => toMs !== null && toMs <= last.openedMs));
}


/***/ }),

/***/ 8363:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   D6: () => (/* binding */ accuracyText),
/* harmony export */   qd: () => (/* binding */ isOutageOpen),
/* harmony export */   rD: () => (/* binding */ leastText)
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
/** Whether it had not answered again when probing ended. A run that has begun nothing has no number either, and no outage. */
function isOutageOpen({ outages }) {
    return outages.some(({ toMs }) => toMs === null);
}


/***/ }),

/***/ 7297:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   g: () => (/* binding */ NOT_BEGUN),
/* harmony export */   p: () => (/* binding */ recoveredEnd)
/* harmony export */ });
/** `the interrupted release was finished` */
function recoveredEnd(direction) {
    return direction === 'finish' ? 'finished' : 'undone';
}
/** Of a run that came no further than the recovery before it. */
const NOT_BEGUN = 'What this run was to do itself was not begun.';


/***/ }),

/***/ 5640:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  oW: () => (/* binding */ batchCount),
  Oh: () => (/* binding */ payloadName),
  Ow: () => (/* binding */ scaleSetEnding),
  gN: () => (/* binding */ scaleSetVerdict)
});

// UNUSED EXPORTS: unhealthyText

// EXTERNAL MODULE: ./lib/strategies/scale-set/beside-canaries.js
var beside_canaries = __webpack_require__(1308);
// EXTERNAL MODULE: ./lib/strategies/scale-set/instances/named-instances.js
var named_instances = __webpack_require__(2818);
// EXTERNAL MODULE: ./lib/report/after-effects.js
var after_effects = __webpack_require__(8479);
// EXTERNAL MODULE: ./lib/report/arm-write.js
var arm_write = __webpack_require__(2298);
// EXTERNAL MODULE: ./lib/report/listed-instances.js
var listed_instances = __webpack_require__(8428);
// EXTERNAL MODULE: ./lib/report/lost-release.js
var lost_release = __webpack_require__(3414);
// EXTERNAL MODULE: ./lib/report/overtaken.js
var overtaken = __webpack_require__(1999);
// EXTERNAL MODULE: ./lib/report/readable.js
var readable = __webpack_require__(8828);
// EXTERNAL MODULE: ./lib/report/step-reports.js
var step_reports = __webpack_require__(9648);
// EXTERNAL MODULE: ./lib/report/unclosed.js
var unclosed = __webpack_require__(8943);
;// CONCATENATED MODULE: ./lib/report/verdict/not-back.js


/** States in which an upgrade has left an instance, or holds it still: what it runs in the end nobody knows. */
const RESTLESS = ['Updating', 'Failed'];
/**
 * Of a release that was to be taken back, and is not in full: who is not back by the last look at Azure, and in what state it is. A
 * clause to follow others; empty where nobody was to be taken back, or everybody is back.
 */
function notBackText({ plan, steps }, { instances, canaryIds }) {
    if (plan?.method !== 'take-back' && (0,step_reports/* undoFailures */.yQ)(steps).length === 0) {
        return '';
    }
    // Before a rollout nobody but the canaries is reached.
    const isReached = ({ instanceId }) => plan?.method !== 'canary' || canaryIds.includes(instanceId);
    const left = instances.filter((each) => each.hasPayload || (RESTLESS.includes(each.provisioningState) && isReached(each)));
    const groups = [...Map.groupBy(left, stateOf)].map(([state, those]) => `${(0,named_instances/* namedInstances */.M)(those.map(({ instanceId }) => instanceId))} (${state})`);
    return groups.length === 0 ? '' : `; not back: ${groups.join(', ')}`;
}
function stateOf({ hasPayload, provisioningState }) {
    return [
        ...(provisioningState === 'Succeeded' ? [] : [provisioningState]),
        ...(hasPayload ? ['with the new payload'] : []),
    ].join(', ');
}

// EXTERNAL MODULE: ./lib/report/verdict/recovered-text.js
var recovered_text = __webpack_require__(7297);
;// CONCATENATED MODULE: ./lib/report/verdict/scale-set-verdict.js












/** The result of a run that carried out a plan on a scale set, or failed. @param downtime what users missed, as a clause. */
function scaleSetVerdict(report, scaleSet, downtime) {
    if ((0,overtaken/* isOvertaken */.i)(report)) {
        return overtakenText(report, scaleSet);
    }
    switch (report.outcome) {
        case 'succeeded':
            return [goalText(report, scaleSet, downtime), ...unclosedSentence(report, scaleSet)].join(' ');
        case 'rolled-back':
            return `${rolledBackText(report, scaleSet)}; ${downtime}.`;
        default:
            return failedText(report, scaleSet);
    }
}
function goalText(report, scaleSet, downtime) {
    if (report.recoveredTo !== null) {
        return recoveredText(report, scaleSet, report.recoveredTo);
    }
    return report.interrupted
        ? settledText(report, scaleSet)
        : `${succeededText(report, scaleSet)}; ${downtime}.`;
}
/** In `post`, which has not looked at the instances: `main` had seen that they are as they should be. */
function settledText(report, scaleSet) {
    const stands = `What the run was to do with ${releaseName(scaleSet)} of ${scaleSet.name} is done, and stands`;
    if ((0,unclosed/* unclosedSteps */.z)(report).length > 0) {
        return `${stands}.`;
    }
    return report.plan?.method === 'canary'
        ? `${stands}. What was left is done now: the release is open, to be promoted or rejected.`
        : `${stands}. What was left is done now: all that it had set aside is given back, and the release is over.`;
}
function unclosedSentence(report, scaleSet) {
    return (0,unclosed/* unclosedSteps */.z)(report).length === 0
        ? []
        : [`But its record could not be closed: the journal stays in the tags of ${scaleSet.name}.`];
}
function recoveredText({ plan }, scaleSet, recoveredTo) {
    const { name } = scaleSet;
    if (recoveredTo === 'undo') {
        return `The interrupted release of ${name} was taken back: the instances that it had reached have ${former(scaleSet)} again${notCheckedAfterwards(scaleSet)}.`;
    }
    const kept = plan?.method === 'batches' ? keptText(scaleSet) : '';
    return `The interrupted release of ${name} was finished: ${[standText(scaleSet), kept].filter((part) => part !== '').join('; ')}.`;
}
function succeededText(report, scaleSet) {
    const { name, canaryIds, instances } = scaleSet;
    const isClosed = (0,unclosed/* unclosedSteps */.z)(report).length === 0;
    switch (report.plan?.method) {
        case 'canary': {
            const bad = unhealthyText(scaleSet);
            const canaries = canaryIds.length === 1 ? 'Canary' : 'Canaries';
            return (`${canaries} ${canaryIds.join(', ')} of ${name} (${canaryIds.length} of ${(0,readable/* countOf */.pq)(instances.length, 'instance')}) ` +
                `${canaryIds.length === 1 ? 'has' : 'have'} ${payload(scaleSet)}${bad === '' ? ` and ${canaryIds.length === 1 ? 'is' : 'are'} well` : `; ${bad}`}${besideText(scaleSet)}. ` +
                (isClosed
                    ? `${release(scaleSet)} is open, to be promoted or rejected`
                    : `${release(scaleSet)} is to be promoted or rejected once its record is in order`));
        }
        case 'batches': {
            const parts = [
                `${(0,readable/* capital */.Nx)(standText(scaleSet))}, after ${batchCount(scaleSet.batches.length)}`,
                keptText(scaleSet),
                unhealthyText(scaleSet),
                isClosed ? `${releaseName(scaleSet)} is over` : '',
            ];
            return parts.filter((part) => part !== '').join('; ');
        }
        default:
            return `${takenBackText(report, scaleSet)}${notCheckedAfterwards(scaleSet)}`;
    }
}
function besideText(scaleSet) {
    const ids = (0,listed_instances/* otherCarrierIds */.n2)(scaleSet);
    return ids.length === 0 ? '' : `; ${(0,beside_canaries/* otherCarriersText */.D)(ids)}`;
}
function takenBackText({ plan, steps }, scaleSet) {
    const { name, canaryIds, hasSeenInstances } = scaleSet;
    const [back, model] = [
        `${release(scaleSet)} is taken back`,
        `the model of ${name} has ${former(scaleSet)} again`,
    ];
    if (plan?.method === 'take-back' && !isPlannedOnInstances(steps)) {
        return `${back}: ${model}, and no instance had to be taken back`;
    }
    if (plan?.method === 'canary' && hasSeenInstances && canaryIds.length === 0) {
        return `${back}: ${model}, and none of its canaries is there any more`;
    }
    return `${back}: the instances of ${name} that it had reached have ${former(scaleSet)} again`;
}
/** Whether the plan had found an instance that is to be taken back. */
function isPlannedOnInstances(steps) {
    return steps.some(({ id, changes }) => id === 'take-back' && changes.some(({ resource }) => /\/virtualMachines\//i.test(resource)));
}
function rolledBackText(report, scaleSet) {
    if (scaleSet.isLeftAsFound) {
        return leftAsFoundText(report, scaleSet);
    }
    if (hasTouchedInstances(report)) {
        return `${takenBackText(report, scaleSet)}${notWellAfterwards(scaleSet)}${notCheckedAfterwards(scaleSet)}`;
    }
    return (0,step_reports/* hasMetForeignChange */.XV)(report) ? leftToOthersText(scaleSet) : asBeforeText(scaleSet);
}
const TOUCHING = ['upgrade-canaries', 'upgrade-outdated', 'take-back'];
/** Whether the run has begun anything that shows on instances. Undoing what comes before leaves a release as it was found. */
function hasTouchedInstances({ steps }) {
    return steps.some(({ id, run }) => run !== null && TOUCHING.some((kind) => kind === id));
}
/** There was nothing to undo: what jobs before it have upgraded is none of its business. */
function leftAsFoundText({ interrupted }, scaleSet) {
    return (`${release(scaleSet)} of ${scaleSet.name} is open as ${interrupted ? 'the interrupted run' : 'this run'} has found it: nobody was upgraded, ` +
        'and nothing is taken back');
}
function asBeforeText({ name }) {
    return `${name} is as it was before this run, and what it had changed is undone`;
}
/** All but the model, which is not this run's any more. */
function leftToOthersText({ name }) {
    return `No instance of ${name} was upgraded, and what this run had changed is undone; its model is what somebody else has made it meanwhile`;
}
/** Whom going back has not helped. */
function notWellAfterwards({ laterChecks }) {
    const ids = laterChecks
        .filter(({ since }) => since === 'take-back')
        .flatMap(({ unhealthy }) => unhealthy.map(({ instanceId }) => instanceId));
    return ids.length === 0 ? '' : `, and ${(0,named_instances/* namedInstances */.M)(ids)} ${are(ids)} not well with it`;
}
/** Who was switched off while the release was taken back, or was not let be checked: nobody knows how they are with what they had before. */
function notCheckedAfterwards(scaleSet) {
    const off = (0,listed_instances/* takenBackOffIds */.Or)(scaleSet);
    const unproven = (0,listed_instances/* unprovenIds */.UH)(scaleSet);
    return [
        ...(off.length === 0
            ? []
            : [`, but ${(0,named_instances/* namedInstances */.M)(off)} ${are(off)} switched off and ${were(off)} not checked with it`]),
        ...(unproven.length === 0
            ? []
            : [
                `, but ${(0,named_instances/* namedInstances */.M)(unproven)} ${were(unproven)} not checked with it, because ARM has not let check-command be run there`,
            ]),
    ].join('');
}
function are(ids) {
    return ids.length === 1 ? 'is' : 'are';
}
function were(ids) {
    return ids.length === 1 ? 'was' : 'were';
}
function failedText(report, scaleSet) {
    const { name } = scaleSet;
    const stand = `${standText(scaleSet)}${notBackText(report, scaleSet)}`;
    if (report.command === 'unlock') {
        return 'Whether all is unlocked is not known; "command: status" tells how things are.';
    }
    const loss = (0,lost_release/* lossOf */.j)(report);
    if (loss !== null) {
        return (0,lost_release/* lostText */.k)(loss, { release: release(scaleSet), payload: payload(scaleSet), stand }, scaleSet);
    }
    if (report.failure?.code === 'TakenBackUnhealthy') {
        return `${takenBackText(report, scaleSet)}${notWellAfterwards(scaleSet)}${notCheckedAfterwards(scaleSet)}. It is over.`;
    }
    if (report.failure?.code === 'UnclosedRelease') {
        return `The interrupted release of ${name} stands, and its record could not be closed: as last seen, ${stand}.`;
    }
    if (report.recovered !== null && (0,after_effects/* hasOnlyRecovered */.Kd)(report)) {
        return `${recoveredText(report, scaleSet, report.recovered)} ${recovered_text/* NOT_BEGUN */.g}`;
    }
    if ((0,after_effects/* isRecovery */.Wt)(report)) {
        return `The interrupted release of ${name} is not brought to an end: as last seen, ${stand}.`;
    }
    if ((0,after_effects/* standingSteps */.Ad)(report).length === 0) {
        return `${asBeforeText(scaleSet)}.`;
    }
    if ((0,step_reports/* undoFailures */.yQ)(report.steps).length > 0) {
        return `${release(scaleSet)} of ${name} could not be taken back in full: as last seen, ${stand}.`;
    }
    const bad = unhealthyText(scaleSet);
    return `${release(scaleSet)} of ${name} has stopped half-way: as last seen, ${[stand, bad].filter((part) => part !== '').join('; ')}.`;
}
/** What this run has left to somebody else, who decides what becomes of it: by a fresh read of Azure, where there is one. */
function overtakenText(report, scaleSet) {
    const { name, overtaken } = scaleSet;
    const stand = overtaken === null
        ? `How ${name} is now, "command: status" tells.`
        : `By a fresh read of Azure, ${standText(scaleSet)}.`;
    const withdrawal = (0,after_effects/* isRecovery */.Wt)(report)
        ? `This run has not brought the interrupted release of ${name} to an end`
        : `${release(scaleSet)} of ${name} is not this run's any more`;
    const faster = (0,after_effects/* isRecovery */.Wt)(report) ? 'somebody else was faster' : 'somebody else has taken it over';
    return `${withdrawal}: ${whoHas(scaleSet, faster)}. ${ownChangesText(report, scaleSet)} ${stand}`;
}
function whoHas({ name, overtaken }, faster) {
    if (overtaken === null) {
        return faster;
    }
    switch (overtaken.state) {
        case 'locked':
            return `${faster}, and ${overtaken.owner} (${overtaken.purpose}) has ${name} now`;
        case 'interrupted':
            return 'it was taken away, and nobody works on it now: it is interrupted';
        case 'open':
            return `${faster}, and has ended: a release is open`;
        case 'over':
            return `${faster}, and has ended: no release is open`;
    }
}
/** Tags that this run has written, whoever was faster has written over. */
function ownChangesText(report, { name }) {
    return hasWrittenBesidesTags(report)
        ? `What this run had changed of ${name}, and has not taken back itself, is left to whoever has it.`
        : `Nothing was changed by this run but tags of ${name}.`;
}
/** `post` has seen nothing of what `main` had sent. */
function hasWrittenBesidesTags({ interrupted, requests, steps }) {
    return (requests.some(({ stepId, method, path, status }) => stepId !== null && stepId !== 'take-lock' && (0,arm_write/* mayHaveChanged */.A)(method, path, status)) ||
        (interrupted && steps.some(({ id, run }) => id !== 'take-lock' && run !== null)));
}
/** `2 of 3 instances of web have canary/web-2` */
function standText(scaleSet) {
    const { instances, name, hasSeenInstances } = scaleSet;
    if (instances.length === 0 && hasSeenInstances) {
        return `${name} has no instances`;
    }
    if (instances.length === 0) {
        return `how its instances are is not known; "command: status" tells`;
    }
    const upgraded = (0,listed_instances/* upgradedIds */.dw)(scaleSet).length;
    const count = upgraded === instances.length
        ? `all ${(0,readable/* countOf */.pq)(instances.length, 'instance')}`
        : `${upgraded} of ${(0,readable/* countOf */.pq)(instances.length, 'instance')}`;
    return `${count} of ${name} ${upgraded === 1 ? 'has' : 'have'} ${payload(scaleSet)}`;
}
/** `instance 2 did not get well and is powered off; instance 4 had been sick before, ...`; empty where all are well. */
function unhealthyText(scaleSet) {
    const ids = (0,listed_instances/* unhealthyIds */.pT)(scaleSet);
    const sick = (0,listed_instances/* sickIds */.DE)(scaleSet);
    return [
        ...(ids.length === 0 ? [] : [becameText(ids, scaleSet)]),
        ...(sick.length === 0 ? [] : [sickText(sick)]),
    ].join('; ');
}
function sickText(ids) {
    return `${(0,named_instances/* namedInstances */.M)(ids)} had been sick before, and ${are(ids)} not well with it either`;
}
function becameText(ids, scaleSet) {
    const off = (0,listed_instances/* quarantinedIds */.J5)(scaleSet).filter((id) => ids.includes(id));
    const powered = off.length === 0
        ? ''
        : off.length === ids.length
            ? ` and ${are(off)} powered off`
            : `; ${off.join(', ')} ${are(off)} powered off`;
    return `${(0,named_instances/* namedInstances */.M)(ids)} did not get well${powered}`;
}
function batchCount(count) {
    return `${count} ${count === 1 ? 'batch' : 'batches'}`;
}
function release(scaleSet) {
    return (0,readable/* capital */.Nx)(releaseName(scaleSet));
}
function releaseName({ releaseId }) {
    return releaseId === null ? 'the release' : `release ${releaseId}`;
}
function payload({ payload: text }) {
    return text === null ? 'the new payload' : payloadName(text);
}
function former({ previousPayload }) {
    return previousPayload === null ? 'what they had' : payloadName(previousPayload);
}
/** As the tags have it, with no more of a hash than a person compares: `extension install (settings 9f86d081884c)`. */
function payloadName(text) {
    const parts = /^extension:(?<name>[^:]+):(?<hash>[0-9a-f]{12})/.exec(text)?.groups;
    return parts?.name === undefined ? text : `extension ${parts.name} (settings ${parts.hash})`;
}
/** Who is outdated after a rollout that has come to its end, and is not among those that did not get well: no release may upgrade it. */
function keptIds(scaleSet) {
    const told = [...(0,listed_instances/* unhealthyIds */.pT)(scaleSet), ...(0,listed_instances/* sickIds */.DE)(scaleSet)];
    return (0,listed_instances/* outdatedIds */.hI)(scaleSet).filter((id) => !told.includes(id));
}
function keptText(scaleSet) {
    const ids = keptIds(scaleSet);
    return ids.length === 0
        ? ''
        : `${(0,named_instances/* namedInstances */.M)(ids)} ${are(ids)} outdated still, because protectFromScaleSetActions keeps every upgrade from ${(0,readable/* them */.rK)(ids)}`;
}
/** Of a run that has succeeded: `canaries upgraded`. */
function scaleSetEnding({ plan }, scaleSet) {
    switch (plan?.method) {
        case 'canary':
            return 'canaries upgraded';
        case 'batches': {
            const outdated = (0,listed_instances/* outdatedIds */.hI)(scaleSet);
            return outdated.length === 0 ? 'all upgraded' : `upgraded, except ${(0,named_instances/* namedInstances */.M)(outdated)}`;
        }
        case 'take-back':
            return 'release taken back';
        default:
            return 'done';
    }
}


/***/ }),

/***/ 2561:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   G: () => (/* binding */ titleOf),
/* harmony export */   W: () => (/* binding */ verdict)
/* harmony export */ });
/* harmony import */ var _azure_resource_id_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(8481);
/* harmony import */ var _after_effects_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(8479);
/* harmony import */ var _readable_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(8828);
/* harmony import */ var _report_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(6727);
/* harmony import */ var _status_status_text_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(8003);
/* harmony import */ var _unclosed_js__WEBPACK_IMPORTED_MODULE_9__ = __webpack_require__(8943);
/* harmony import */ var _unseen_window_js__WEBPACK_IMPORTED_MODULE_8__ = __webpack_require__(8645);
/* harmony import */ var _downtime_text_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(8363);
/* harmony import */ var _recovered_text_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(7297);
/* harmony import */ var _scale_set_verdict_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(5640);










/** The result in a sentence or two of plain text, for the summary, the notice and the log. */
function verdict(report) {
    return `${recoveredFirstText(report)}${ownVerdict(report)}`;
}
/** Of a run that went on with a release of its own after it had brought another one to its end. */
function recoveredFirstText(report) {
    const isOfOther = (0,_after_effects_js__WEBPACK_IMPORTED_MODULE_3__/* .isRecovery */ .Wt)(report) || (0,_after_effects_js__WEBPACK_IMPORTED_MODULE_3__/* .hasOnlyRecovered */ .Kd)(report);
    return report.recovered === null || isOfOther
        ? ''
        : `The interrupted release that was there before was ${(0,_recovered_text_js__WEBPACK_IMPORTED_MODULE_4__/* .recoveredEnd */ .p)(report.recovered)} first. `;
}
function ownVerdict(report) {
    const isRed = report.outcome === 'rolled-back' || report.outcome === 'failed';
    if (report.failure?.code === 'Unserved') {
        const isOne = report.productionAddresses.length === 1;
        return `${isOne ? `${production(report)} is not served` : `Not all of ${production(report)} is served`}: no frontend has it, and no journal says which release has taken it away.`;
    }
    if (isRed && !(0,_after_effects_js__WEBPACK_IMPORTED_MODULE_3__/* .mayHaveWritten */ .$8)(report)) {
        return `Nothing was changed${recoveryText(report)}.${baselineText(report)}`;
    }
    const { scaleSet, outcome, reason } = report;
    const isOfPlan = (outcome === 'succeeded' && reason === null) || isRed;
    if (scaleSet !== null && isOfPlan) {
        return (0,_scale_set_verdict_js__WEBPACK_IMPORTED_MODULE_2__/* .scaleSetVerdict */ .gN)(report, scaleSet, downtimeClause(report));
    }
    switch (outcome) {
        case 'succeeded':
            if (reason !== null) {
                return report.command === 'unlock' ? reason : `What an older run had left is swept up: ${reason}.`;
            }
            if (report.recoveredTo !== null) {
                return recoveredText(report, report.recoveredTo);
            }
            return `${production(report)} now serves from ${newSide(report)}; ${downtimeClause(report)}.`;
        case 'rolled-back':
            return (0,_after_effects_js__WEBPACK_IMPORTED_MODULE_3__/* .hasOnlyLocked */ .vQ)(report) && report.productionSeenOn !== report.previousLoadBalancer
                ? onlyLockedText(report)
                : `${production(report)} serves from ${report.previousLoadBalancer ?? 'where it did'} again, after the change was undone; ${downtimeClause(report)}.`;
        case 'failed':
            return failedText(report);
        case 'planned':
            return `Nothing was changed yet. The plan: ${report.plan?.goal ?? report.strategy}.`;
        case 'reported':
            return report.status === null ? 'Nothing is known.' : (0,_status_status_text_js__WEBPACK_IMPORTED_MODULE_1__/* .statusSentence */ .A)(report.status);
        case 'no-change':
            return `Nothing was to be ${(0,_after_effects_js__WEBPACK_IMPORTED_MODULE_3__/* .isRecovery */ .Wt)(report) ? 'recovered' : 'done'}: ${report.reason ?? 'production is where it was asked to be'}.`;
    }
}
/** Of a recovery that came to nothing, though it had found what there is to recover. */
function recoveryText(report) {
    const isFound = report.previousLoadBalancer !== null || report.scaleSet !== null;
    return ((0,_after_effects_js__WEBPACK_IMPORTED_MODULE_3__/* .isRecovery */ .Wt)(report) && isFound) || (0,_after_effects_js__WEBPACK_IMPORTED_MODULE_3__/* .hasRunOutOfRecovery */ .iH)(report)
        ? ` by this run, and the interrupted release is not brought to an end${report.byHand.length > 0 ? ': production is not served' : ''}`
        : '';
}
/** What the prober saw of production, where that is an outage which this run did not make. */
function baselineText(report) {
    const { failure = null, samples = [] } = report.probe ?? {};
    return failure === null && samples.length > 0 && samples.every(([, , , result]) => result === 'failed')
        ? ` ${production(report)} did not answer before this run either: ${(0,_readable_js__WEBPACK_IMPORTED_MODULE_5__/* .countOf */ .pq)(samples.length, 'request')}, none with a good answer.`
        : '';
}
/** How long production was away began in a run that cannot tell any more. */
function recoveredText(report, recoveredTo) {
    if (report.newLoadBalancer === null) {
        return `${production(report)} is where it was, on several load balancers: the interrupted release had moved nothing, and nothing of it is left.`;
    }
    const again = recoveredTo === 'finish' ? 'now serves' : 'serves';
    return `${production(report)} ${again} from ${newSide(report)}: the interrupted release was ${(0,_recovered_text_js__WEBPACK_IMPORTED_MODULE_4__/* .recoveredEnd */ .p)(recoveredTo)}.`;
}
function onlyRecoveredText(report, recovered) {
    const { productionSeenOn, command } = report;
    const place = productionSeenOn === null
        ? ''
        : `${production(report)} is on ${productionSeenOn}, by a fresh read of Azure: `;
    const own = command === 'recover' ? 'It has failed after that.' : _recovered_text_js__WEBPACK_IMPORTED_MODULE_4__/* .NOT_BEGUN */ .g;
    return `${place}${place === '' ? 'The' : 'the'} interrupted release was ${(0,_recovered_text_js__WEBPACK_IMPORTED_MODULE_4__/* .recoveredEnd */ .p)(recovered)} by this run. ${own}`;
}
function onlyLockedText(report) {
    const { productionSeenOn } = report;
    const place = productionSeenOn === null
        ? 'who has it now is not certain, because another run may be moving it: "command: status" tells'
        : `it is on ${productionSeenOn}, by a fresh read of Azure`;
    return `${production(report)} was not moved by this run, whose lock is gone, and ${place}.`;
}
/** Who has what now, and on whom the run had left it. */
function notAsLeftText(report, { leftOn, elsewhere }) {
    if (elsewhere.length === 0) {
        return `${production(report)} is on ${leftOn}, by a fresh read of Azure, and does not answer any more. This run had done its work, and had seen it answer there; ${downtimeClause(report)}.`;
    }
    const places = elsewhere.map(({ addressId, heldBy }) => `${addressText(report, addressId)} is ${placeText(heldBy)}`);
    return `Production at ${places.join(' and ')}, by a fresh read of Azure. This run ${(0,_after_effects_js__WEBPACK_IMPORTED_MODULE_3__/* .isUndone */ .Y_)(report) ? 'had undone its change' : 'had done its work'} and left it on ${leftOn}, and somebody else has changed that since; ${downtimeClause(report)}.`;
}
function addressText({ productionAddresses }, addressId) {
    const known = productionAddresses.find(({ id }) => (0,_azure_resource_id_js__WEBPACK_IMPORTED_MODULE_6__/* .sameId */ .s)(id, addressId));
    return known === undefined ? (0,_azure_resource_id_js__WEBPACK_IMPORTED_MODULE_6__/* .nameOf */ .Vb)(addressId) : `${known.address} (${known.name})`;
}
function placeText(heldBy) {
    const owner = (0,_azure_resource_id_js__WEBPACK_IMPORTED_MODULE_6__/* .parseResourceId */ .RQ)((0,_azure_resource_id_js__WEBPACK_IMPORTED_MODULE_6__/* .topLevelId */ .bY)(heldBy ?? ''));
    if (heldBy === null || owner === undefined) {
        return 'not served: nothing has it';
    }
    return owner.type.toLowerCase() === 'microsoft.network/loadbalancers'
        ? `on ${owner.name}, frontend ${(0,_azure_resource_id_js__WEBPACK_IMPORTED_MODULE_6__/* .nameOf */ .Vb)(heldBy)}`
        : `on ${heldBy}`;
}
function failedText(report) {
    if (report.notAsLeft !== null) {
        return notAsLeftText(report, report.notAsLeft);
    }
    const downtime = downtimeClause(report);
    if (report.recovered !== null && (0,_after_effects_js__WEBPACK_IMPORTED_MODULE_3__/* .hasOnlyRecovered */ .Kd)(report)) {
        return onlyRecoveredText(report, report.recovered);
    }
    if ((0,_after_effects_js__WEBPACK_IMPORTED_MODULE_3__/* .isRecovery */ .Wt)(report)) {
        return failedRecoveryText(report);
    }
    if (report.command === 'unlock') {
        return 'Whether all is unlocked is not known; "command: status" tells how things are.';
    }
    if ((0,_after_effects_js__WEBPACK_IMPORTED_MODULE_3__/* .hasMoved */ .Q2)(report)) {
        return `${production(report)} has moved to ${newSide(report)}, and the run was cancelled before it was seen to answer for long enough; ${downtime}.`;
    }
    const { productionSeenOn } = report;
    const previous = report.previousLoadBalancer ?? 'its former side';
    if (productionSeenOn !== null && ((0,_after_effects_js__WEBPACK_IMPORTED_MODULE_3__/* .mayBeDown */ .f4)(report) || productionSeenOn !== previous)) {
        return `${production(report)} is on ${productionSeenOn}, by a fresh read of Azure; what this run had begun is not all undone by it, and ${downtime}.`;
    }
    if ((0,_after_effects_js__WEBPACK_IMPORTED_MODULE_3__/* .mayBeDown */ .f4)(report)) {
        const subject = addresses(report) || 'it';
        return `Production may be down: ${subject} is not known to serve from ${newSide(report)}, nor from ${previous}; ${downtime}.`;
    }
    return (0,_after_effects_js__WEBPACK_IMPORTED_MODULE_3__/* .standingSteps */ .Ad)(report).length === 0
        ? `${production(report)} is on ${previous} as before, and what this run had changed is undone; ${downtime}.`
        : `${production(report)} is on ${previous} as before, but not all that this run changed besides is undone; ${downtime}.`;
}
function failedRecoveryText(report) {
    const { previousLoadBalancer, productionSeenOn } = report;
    if (productionSeenOn !== null) {
        return `This run has not brought the interrupted release to an end: ${production(report)} is on ${productionSeenOn}, by a fresh read of Azure.`;
    }
    return previousLoadBalancer === null
        ? 'The recovery has not come to its end; "command: status" tells how things are.'
        : `The interrupted release is not brought to an end: ${addresses(report) || 'production'} may be down.`;
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
        ? `, longer than the ${(0,_readable_js__WEBPACK_IMPORTED_MODULE_5__/* .readableDuration */ .P1)(downtime.maxSeconds * 1000)} allowed`
        : '';
    const measured = probe?.downtime ?? null;
    const duration = (0,_readable_js__WEBPACK_IMPORTED_MODULE_5__/* .readableDuration */ .P1)(downtime.seconds * 1000);
    const recovered = downtime.recoveredSeconds ?? 0;
    const share = recovered === 0
        ? ''
        : `, ${(0,_readable_js__WEBPACK_IMPORTED_MODULE_5__/* .readableDuration */ .P1)(recovered * 1000)} of it since this run began and before the interrupted release was at its end`;
    if (measured === null && downtime.source === 'probe') {
        return `it did not answer for ${duration} (± ${(0,_readable_js__WEBPACK_IMPORTED_MODULE_5__/* .readableDuration */ .P1)(downtime.uncertaintyMs ?? 0)})${share}${limit}`;
    }
    if (measured === null) {
        return `the control plane had it away for ${duration}${share}, and nobody probed what users saw${limit}`;
    }
    if (recovered > 0) {
        return `it did not answer for ${duration} (± ${(0,_readable_js__WEBPACK_IMPORTED_MODULE_5__/* .readableDuration */ .P1)(downtime.uncertaintyMs ?? 0)})${share}${limit}`;
    }
    const { sampleCount, slowCount, outages } = measured;
    const accuracy = (0,_downtime_text_js__WEBPACK_IMPORTED_MODULE_7__/* .accuracyText */ .D6)(measured);
    if (outages.length === 0) {
        const slow = slowCount === 0 ? '' : `, ${slowCount} of them slow`;
        return `no outage was seen in ${(0,_readable_js__WEBPACK_IMPORTED_MODULE_5__/* .countOf */ .pq)(sampleCount, 'request')}${slow} (${accuracy})`;
    }
    const times = outages.length > 1 ? ` in ${outages.length} outages` : '';
    return `${report.scaleSet === null ? 'it' : 'production'} did not answer for ${duration}${times} (${accuracy})${limit}`;
}
function unknownDowntime(report) {
    const { interrupted, probe, scaleSet, steps } = report;
    if (scaleSet !== null && !probe?.downtime) {
        return 'what users missed was not measured';
    }
    if (interrupted && !steps.some(({ window, run }) => window !== null && run !== null)) {
        return 'it was not away, as the interrupted run had not come to that';
    }
    if (steps.some(({ run }) => run?.outcome === 'interrupted')) {
        return 'how long it was away is not known, as that began in the interrupted run';
    }
    const measured = probe?.downtime;
    if ((0,_report_js__WEBPACK_IMPORTED_MODULE_0__/* .isAwayIn */ .u2)(report.notAsLeft) && !(measured && (0,_downtime_text_js__WEBPACK_IMPORTED_MODULE_7__/* .isOutageOpen */ .qd)(measured))) {
        return 'for how long it is away cannot be told, as it is so still';
    }
    if (measured && (0,_unseen_window_js__WEBPACK_IMPORTED_MODULE_8__/* .mayHaveGoneAway */ .R)(report)) {
        return 'it answered until probing ended, and may have gone away after that';
    }
    return measured === undefined || measured === null || !(0,_downtime_text_js__WEBPACK_IMPORTED_MODULE_7__/* .isOutageOpen */ .qd)(measured)
        ? 'its downtime was not measured'
        : `it had not answered for ${(0,_downtime_text_js__WEBPACK_IMPORTED_MODULE_7__/* .leastText */ .rD)(measured)} when probing ended`;
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
    const isClosed = (0,_unclosed_js__WEBPACK_IMPORTED_MODULE_9__/* .unclosedSteps */ .z)(report).length === 0;
    const ending = isClosed ? endingOf(report) : `${endingOf(report)}, and not closed`;
    return `${report.strategy === '' ? 'Azure Rollout' : report.strategy}: ${ending}`;
}
function endingOf({ command, outcome, reason, recoveredTo, failure, scaleSet, plan, }) {
    if (outcome === 'failed' && failure?.code === 'Cancelled') {
        return 'cancelled';
    }
    if (outcome === 'succeeded' && recoveredTo !== null) {
        return recoveredTo === 'finish' ? 'interrupted release finished' : 'interrupted release undone';
    }
    if (outcome === 'succeeded' && reason !== null) {
        return command === 'unlock' ? 'unlocked' : 'swept up';
    }
    return outcome === 'succeeded' && scaleSet !== null
        ? (0,_scale_set_verdict_js__WEBPACK_IMPORTED_MODULE_2__/* .scaleSetEnding */ .Ow)({ plan }, scaleSet)
        : OUTCOME_TITLE[outcome];
}


/***/ }),

/***/ 7992:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Q: () => (/* binding */ putIntoModelCommand),
/* harmony export */   b: () => (/* binding */ scaleSetArguments)
/* harmony export */ });
/* harmony import */ var _azure_images_image_reference_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(3895);
/* harmony import */ var _azure_resource_id_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8481);
/* harmony import */ var _azure_shell_quote_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(2748);



/** Which scale set a command of the Azure CLI is about, whatever subscription that has chosen. */
function scaleSetArguments(scaleSetId) {
    const { resourceGroup = '', name = '', subscriptionId = '' } = (0,_azure_resource_id_js__WEBPACK_IMPORTED_MODULE_0__/* .parseResourceId */ .RQ)(scaleSetId) ?? {};
    return `-g ${(0,_azure_shell_quote_js__WEBPACK_IMPORTED_MODULE_1__/* .quote */ .h)(resourceGroup)} -n ${(0,_azure_shell_quote_js__WEBPACK_IMPORTED_MODULE_1__/* .quote */ .h)(name)} --subscription ${(0,_azure_shell_quote_js__WEBPACK_IMPORTED_MODULE_1__/* .quote */ .h)(subscriptionId)}`;
}
/** What puts a payload into the model; undefined of an extension, because nobody knows its settings by their hash. */
function putIntoModelCommand(scaleSetId, payload) {
    if (payload.kind === 'extension') {
        return undefined;
    }
    const image = JSON.stringify((0,_azure_images_image_reference_js__WEBPACK_IMPORTED_MODULE_2__/* .modelOf */ .DM)(payload.image));
    return `az vmss update ${scaleSetArguments(scaleSetId)} --set ${(0,_azure_shell_quote_js__WEBPACK_IMPORTED_MODULE_1__/* .quote */ .h)(`virtualMachineProfile.storageProfile.imageReference=${image}`)}`;
}


/***/ }),

/***/ 1308:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   D: () => (/* binding */ otherCarriersText),
/* harmony export */   R: () => (/* binding */ deletedCanariesText)
/* harmony export */ });
/* harmony import */ var _instances_named_instances_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(2818);

/** @param ids of canaries of the record that are not there any more; not empty. */
function deletedCanariesText(ids) {
    return ids.length === 1
        ? `canary ${ids.join()} of its record is not there any more`
        : `canaries ${ids.join(', ')} of its record are not there any more`;
}
/** Whatever was made while the model had the payload has it: what autoscale adds, for instance. @param ids not empty. */
function otherCarriersText(ids) {
    return ids.length === 1
        ? `${(0,_instances_named_instances_js__WEBPACK_IMPORTED_MODULE_0__/* .namedInstances */ .M)(ids)} has it as well, and is no canary`
        : `${(0,_instances_named_instances_js__WEBPACK_IMPORTED_MODULE_0__/* .namedInstances */ .M)(ids)} have it as well, and are no canaries`;
}


/***/ }),

/***/ 5834:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $H: () => (/* binding */ byId),
/* harmony export */   bR: () => (/* binding */ byZoneAndFaultDomain),
/* harmony export */   q3: () => (/* binding */ compareIds)
/* harmony export */ });
/** The ids of a uniform scale set are numbers, those of a flexible one are names: `2` comes before `10`. */
function compareIds(left, right) {
    return collator.compare(left, right) || (left < right ? -1 : Number(left > right));
}
/** Not the locale of the runner: the order has to be the same on every machine. */
const collator = new Intl.Collator('en', { numeric: true });
function byId(left, right) {
    return compareIds(left.instanceId, right.instanceId);
}
function byZoneAndFaultDomain(left, right) {
    return compareIds(left.zone, right.zone) || left.faultDomain - right.faultDomain || byId(left, right);
}


/***/ }),

/***/ 2818:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   M: () => (/* binding */ namedInstances)
/* harmony export */ });
/** `instance 3`, `instances 3, 7`. @param noun at the beginning of a sentence, `Instance`. */
function namedInstances(ids, noun = 'instance') {
    return `${noun}${ids.length === 1 ? '' : 's'} ${ids.join(', ')}`;
}


/***/ }),

/***/ 6051:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   f: () => (/* binding */ powerOf),
/* harmony export */   gK: () => (/* binding */ isOff),
/* harmony export */   nz: () => (/* binding */ switchedOffIds)
/* harmony export */ });
/** ARM's word: `running`, `stopped`, ... */
function powerOf({ properties }) {
    const power = properties.instanceView?.statuses?.find(({ code }) => /^PowerState\//i.test(code));
    return power?.code.split('/')[1]?.toLowerCase() ?? 'unknown';
}
/** Of a power state as `powerOf` tells it. What is only on its way there, or on its way back, is not. */
function isOff(power) {
    return /^(?:stopped|deallocated)$/i.test(power);
}
function switchedOffIds(reads) {
    return reads.filter((read) => isOff(powerOf(read))).map(({ instanceId }) => instanceId);
}


/***/ }),

/***/ 6863:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   h: () => (/* binding */ describeImage),
/* harmony export */   v: () => (/* binding */ isFloating)
/* harmony export */ });
/** Ids of versions of images end so, in galleries of one's own, shared ones and those of the community. */
const VERSION = /\/versions\/([^/]+)$/i;
/** Whether a model takes whatever version is the newest when it makes a machine. */
function isFloating({ exactVersion: _, ...asAskedFor }) {
    return versionOf(asAskedFor) === 'latest';
}
/** For people: `Canonical:UbuntuServer:18.04-LTS:18.04.202306070`, `gallery/image/1.2.3`, the name of a managed image. */
function describeImage(image) {
    const id = idOf(image);
    if (id === undefined) {
        const { publisher, offer, sku } = image;
        return [publisher, offer, sku, image.exactVersion ?? image.version ?? 'latest'].join(':');
    }
    const gallery = /\/(?:galleries|sharedGalleries|communityGalleries)\/([^/]+)\/images\/([^/]+)/i.exec(id);
    return gallery === null
        ? id.slice(id.lastIndexOf('/') + 1)
        : [gallery[1], gallery[2], image.exactVersion ?? VERSION.exec(id)?.[1] ?? 'latest'].join('/');
}
function idOf(image) {
    return image.id ?? image.sharedGalleryImageId ?? image.communityGalleryImageId;
}
/** `latest` where none is named; undefined for a managed image, which has no versions. */
function versionOf(image) {
    const id = idOf(image);
    const asAskedFor = id === undefined ? image.version : VERSION.exec(id)?.[1];
    const isManagedImage = id !== undefined && !/galleries\//i.test(id);
    const version = image.exactVersion ?? asAskedFor ?? (isManagedImage ? undefined : 'latest');
    return isManagedImage ? undefined : version?.toLowerCase();
}


/***/ }),

/***/ 1304:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  Ai: () => (/* binding */ payloadText),
  w_: () => (/* binding */ readPayloadText),
  cM: () => (/* binding */ recordedExtension)
});

;// CONCATENATED MODULE: ./lib/strategies/scale-set/payload/image-text.js
const COMPUTE = 'providers/Microsoft.Compute';
const IMAGE = /^\/subscriptions\/([^/]+)\/resourceGroups\/([^/]+)\/providers\/Microsoft\.Compute\/images\/([^/]+)$/i;
const GALLERY_IMAGE = /^\/subscriptions\/([^/]+)\/resourceGroups\/([^/]+)\/providers\/Microsoft\.Compute\/galleries\/([^/]+)\/images\/([^/]+?)(?:\/versions\/([^/]+))?$/i;
/**
 * An image as a tag says it, without a blank, in the words of a person where they come back as what they were:
 * `Canonical:UbuntuServer:18.04-LTS:18.04.202306070`, `group/gallery/image/1.2.3`, `group/image`. What lies in another
 * subscription, or is shared in another way, keeps its id.
 */
function imageText(image, subscriptionId) {
    if (image.id !== undefined) {
        return shortIdOf(image.id, subscriptionId) ?? image.id;
    }
    const shared = image.sharedGalleryImageId ?? image.communityGalleryImageId;
    if (shared !== undefined) {
        return shared;
    }
    const { publisher, offer, sku, version } = image;
    return [publisher, offer, sku, version ?? 'latest'].join(':');
}
/** Undefined for what `imageText` has not written. */
function readImageText(text, subscriptionId) {
    if (text.startsWith('/')) {
        return readId(text);
    }
    const [publisher = '', offer = '', sku = '', version = '', ...more] = text.split(':');
    if (version !== '' && more.length === 0) {
        return { publisher, offer, sku, version };
    }
    const id = longIdOf(text.split('/'), subscriptionId);
    return id === undefined || text.includes(':') ? undefined : { id };
}
function readId(id) {
    if (/^\/sharedGalleries\//i.test(id)) {
        return { sharedGalleryImageId: id };
    }
    return /^\/communityGalleries\//i.test(id) ? { communityGalleryImageId: id } : { id };
}
function shortIdOf(id, subscriptionId) {
    const [, subscription, ...names] = IMAGE.exec(id) ?? GALLERY_IMAGE.exec(id) ?? [];
    return subscription?.toLowerCase() === subscriptionId.toLowerCase()
        ? names.filter((name) => name !== undefined).join('/')
        : undefined;
}
function longIdOf(names, subscriptionId) {
    const [group, first, image, version] = names;
    const scope = `/subscriptions/${subscriptionId}/resourceGroups/${group}/${COMPUTE}`;
    if (names.includes('') || names.length < 2 || names.length > 4) {
        return undefined;
    }
    if (image === undefined) {
        return `${scope}/images/${first}`;
    }
    const versionPart = version === undefined ? '' : `/versions/${version}`;
    return `${scope}/galleries/${first}/images/${image}${versionPart}`;
}

// EXTERNAL MODULE: ./lib/strategies/scale-set/payload/same-settings.js
var same_settings = __webpack_require__(8888);
;// CONCATENATED MODULE: ./lib/strategies/scale-set/payload/payload-text.js


function recordedExtension(name, settings, forceUpdateTag) {
    return {
        kind: 'extension',
        name,
        settingsHash: (0,same_settings/* hashOfSettings */.D)(settings),
        ...(forceUpdateTag === undefined ? {} : { forceUpdateTag }),
    };
}
/** Without a blank: `group/gallery/image/1.2.3`, `extension:install-shop:9f86d0…`, with its `forceUpdateTag` behind that. */
function payloadText(payload, subscriptionId) {
    if (payload.kind === 'image') {
        return imageText(payload.image, subscriptionId);
    }
    const { name, settingsHash, forceUpdateTag } = payload;
    return ['extension', encodeURIComponent(name), settingsHash, ...tagPart(forceUpdateTag)].join(':');
}
function tagPart(forceUpdateTag) {
    return forceUpdateTag === undefined ? [] : [encodeURIComponent(forceUpdateTag)];
}
/** Undefined for what `payloadText` has not written: a newer version, or a hand. */
function readPayloadText(text, subscriptionId) {
    const parts = /^extension:(?<name>[^:\s]+):(?<hash>[0-9a-f]{64})(?::(?<tag>[^:\s]*))?$/.exec(text)?.groups;
    if (parts?.hash !== undefined) {
        const [name, forceUpdateTag] = [decode(parts.name), decode(parts.tag)];
        return name === undefined || (parts.tag !== undefined && forceUpdateTag === undefined)
            ? undefined
            : {
                kind: 'extension',
                name,
                settingsHash: parts.hash,
                ...(forceUpdateTag === undefined ? {} : { forceUpdateTag }),
            };
    }
    const image = readImageText(text, subscriptionId);
    return image === undefined ? undefined : { kind: 'image', image };
}
function decode(encoded) {
    try {
        return encoded === undefined ? undefined : decodeURIComponent(encoded);
    }
    catch {
        return undefined;
    }
}


/***/ }),

/***/ 8888:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   D: () => (/* binding */ hashOfSettings),
/* harmony export */   K: () => (/* binding */ sameSettings)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7598);
/* harmony import */ var _json_object_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(143);


/** Compared as JSON, by value: the names of an object have no order. No settings are the same as empty ones. */
function sameSettings(left, right) {
    return inOrder(left ?? {}) === inOrder(right ?? {});
}
/** Tells settings apart without giving them away. Of public ones only: a short secret can be guessed from its hash. */
function hashOfSettings(settings) {
    return (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHash)('sha256')
        .update(inOrder(settings ?? {}))
        .digest('hex');
}
/** The one JSON text of a value, whatever the order in which its names were written. */
function inOrder(value) {
    return JSON.stringify(value, (_, inner) => (0,_json_object_js__WEBPACK_IMPORTED_MODULE_1__/* .isJsonObject */ .O)(inner)
        ? Object.fromEntries(Object.entries(inner).sort(([left], [right]) => (left < right ? -1 : 1)))
        : inner);
}


/***/ }),

/***/ 1430:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   B8: () => (/* binding */ releaseIn),
/* harmony export */   KW: () => (/* binding */ asFoundIn),
/* harmony export */   RU: () => (/* binding */ isScaleSetStep)
/* harmony export */ });
const KINDS = {
    'take-lock': true,
    'suspend-repairs': true,
    'change-model': true,
    'protect-canaries': true,
    'upgrade-canaries': true,
    'upgrade-outdated': true,
    'take-back': true,
    'check-taken-back': true,
    'confirm-release': true,
    'release-protection': true,
    'resume-repairs': true,
    'write-record': true,
};
/** Of a plan that another process has made: whether it is of this strategy. Others take a lock, too. */
function isScaleSetStep(step) {
    return Object.hasOwn(KINDS, step.kind) && 'release' in step;
}
/** @throws Error for a plan that takes no lock: every plan of a release does. */
function releaseIn({ goal, steps }) {
    const locking = lockingIn(steps);
    if (locking === undefined) {
        throw new Error(`The plan "${goal}" takes no lock, so it is not one of this version.`);
    }
    return locking.release;
}
/** The open release as the run of a plan had found it, where it goes on with one. */
function asFoundIn({ steps }) {
    const opening = lockingIn(steps)?.opening;
    return opening?.kind === 'goes-on' ? opening.asFound : undefined;
}
function lockingIn(steps) {
    return steps.find((step) => step.kind === 'take-lock');
}


/***/ }),

/***/ 8075:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   M: () => (/* binding */ asReleased)
/* harmony export */ });
/** @param live the frontend that serves, as the tag names one. */
function asReleased({ previousTarget, target }, live) {
    const isLive = (name) => name.toLowerCase() === live.toLowerCase();
    if (target !== undefined && isLive(target)) {
        return 'released';
    }
    if (isLive(previousTarget)) {
        return 'before';
    }
    return target === undefined ? 'untold' : 'elsewhere';
}


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
    return {
        workerEntry: PROBER_WORKER,
        ...(probe.kind === 'on' ? probe : { ...probe, intervalMs: 250, expectation: _probe_expectation_js__WEBPACK_IMPORTED_MODULE_1__/* .anySuccess */ .Kg }),
    };
}


/***/ })

};

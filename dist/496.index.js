export const id = 496;
export const ids = [496];
export const modules = {

/***/ 7496:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  giveUpLock: () => (/* reexport */ giveUpLock),
  leaveScaleSet: () => (/* reexport */ leaveScaleSet),
  readScaleSetStatus: () => (/* reexport */ readScaleSetStatus),
  recoverableScaleSet: () => (/* binding */ recoverableScaleSet),
  scaleSetRelease: () => (/* binding */ scaleSetRelease),
  scaleSetRollback: () => (/* binding */ scaleSetRollback),
  settleScaleSet: () => (/* reexport */ settleScaleSet),
  unlockScaleSet: () => (/* reexport */ unlockScaleSet)
});

// EXTERNAL MODULE: ./lib/record/record.js
var record_record = __webpack_require__(2472);
// EXTERNAL MODULE: ./lib/azure/arm/arm-error.js
var arm_error = __webpack_require__(911);
// EXTERNAL MODULE: ./lib/azure/resource-id.js
var resource_id = __webpack_require__(8481);
// EXTERNAL MODULE: ./lib/azure/scopes.js
var scopes = __webpack_require__(4670);
;// CONCATENATED MODULE: ./lib/azure/scale-sets/autoscale-settings.js



const AUTOSCALE_API_VERSION = '2022-10-01';
/**
 * The autoscale settings that have the scale set as their target: AutoscaleSettings_ListBySubscription, and
 * AutoscaleSettings_ListByResourceGroup of the scale set's own group for an identity that may not read the subscription.
 *
 * @throws ArmError when refused.
 */
async function findAutoscale(arm, scaleSetId, signal) {
    const list = async (scope) => {
        const path = `${scope}/providers/Microsoft.Insights/autoscalesettings`;
        const all = (await arm.list(path, AUTOSCALE_API_VERSION, signal));
        return all.filter(({ properties }) => (0,resource_id/* sameId */.s)(properties.targetResourceUri, scaleSetId));
    };
    try {
        const subscription = scaleSetId.split('/').slice(0, 3).join('/');
        return { settings: await list(subscription), lookedIn: 'subscription' };
    }
    catch (error) {
        if (!(error instanceof arm_error/* ArmError */.dW && error.status === 403)) {
            throw error;
        }
        return { settings: await list((0,scopes/* resourceGroupScope */.wZ)(scaleSetId)), lookedIn: 'resource group' };
    }
}
function isEnabled({ properties }) {
    return properties.enabled ?? false;
}

// EXTERNAL MODULE: ./lib/azure/seen-change.js
var seen_change = __webpack_require__(3621);
;// CONCATENATED MODULE: ./lib/azure/scale-sets/compute-api.js
/** Of Microsoft.Compute/virtualMachineScaleSets, that of @azure/arm-compute 25.1.1. One version for all reads and writes. */
const COMPUTE_API_VERSION = '2026-04-01';
/**
 * From one read of a scale set or an instance to the next, while something is waited for: compute refills 12 of them a
 * minute and resource, up to 36, and half of that is ours.
 */
const COMPUTE_LOOK_MS = 10_000;
/** From one listing of a scale set's instances to the next: compute refills 10 of them a minute, and half of that is ours. */
const COMPUTE_LISTING_MS = 12_000;
/** Longer than any update of a scale set's model that was recorded: 712 s, of 1687. */
const MODEL_TIMEOUT_MS = 900_000;

;// CONCATENATED MODULE: ./lib/azure/scale-sets/orchestration-services.js


const AUTOMATIC_REPAIRS = 'AutomaticRepairs';
/**
 * The state of automatic repairs, by GET virtualMachineScaleSets/{name}/instanceView (api-version 2026-04-01). Costs one of
 * the 10 views a minute, up to 30, that compute allows for a scale set.
 *
 * @returns undefined where ARM names no such service.
 * @throws ArmError when refused.
 */
async function readAutomaticRepairs(arm, scaleSetId, signal) {
    const view = (await arm.get(`${scaleSetId}/instanceView`, COMPUTE_API_VERSION, signal));
    return view.orchestrationServices?.find(({ serviceName }) => serviceName === AUTOMATIC_REPAIRS)
        ?.serviceState;
}
/**
 * POST virtualMachineScaleSets/{name}/setOrchestrationServiceState (api-version 2026-04-01): 202 and a long-running operation.
 * Nothing is written where repairs are suspended already, or, to resume them, are not suspended. The state is read again
 * after the write, whatever became of it.
 *
 * @throws ArmError when refused, as where the scale set has no automatic repairs; ArmOperationError when it has failed twice;
 *   ArmOperationTimeoutError.
 */
async function setAutomaticRepairs(arm, scaleSetId, action, signal) {
    await (0,seen_change/* changeUntilSeen */.K)(arm, {
        subject: `${action} of automatic repairs of ${scaleSetId}`,
        read: () => readAutomaticRepairs(arm, scaleSetId, signal),
        isThere: (state) => (state === 'Suspended') === (action === 'Suspend'),
        write: () => arm.write({
            method: 'POST',
            path: `${scaleSetId}/setOrchestrationServiceState`,
            apiVersion: COMPUTE_API_VERSION,
            body: { serviceName: AUTOMATIC_REPAIRS, action },
            pace: 'as-told',
            timeoutMs: MODEL_TIMEOUT_MS,
        }, signal),
    }, signal);
}

;// CONCATENATED MODULE: ./lib/azure/scale-sets/rolling-upgrade.js


/**
 * VirtualMachineScaleSetRollingUpgrades_GetLatest.
 *
 * @returns undefined where there never was one: ARM answers 404.
 * @throws ArmError when refused.
 */
async function findLatestRollingUpgrade(arm, scaleSetId, signal) {
    try {
        const path = `${scaleSetId}/rollingUpgrades/latest`;
        return (await arm.get(path, COMPUTE_API_VERSION, signal));
    }
    catch (error) {
        if (error instanceof arm_error/* ArmError */.dW && error.status === 404) {
            return undefined;
        }
        throw error;
    }
}
/** One that was cancelled finishes the batch that it is in, and says `Cancelled` only then. */
function isRunning(upgrade) {
    return upgrade?.properties.runningStatus?.code === 'RollingForward';
}

;// CONCATENATED MODULE: ./lib/azure/scale-sets/scale-set-instances.js


function instanceResourceId(scaleSetId, instanceId) {
    return `${scaleSetId}/virtualMachines/${instanceId}`;
}
const WITH_VIEW = { $expand: 'instanceView' };
/**
 * VirtualMachineScaleSetVMs_List, api-version 2026-04-01, with the instance view of each: all pages. Costs one of the 10
 * listings a minute, up to 30, that compute allows for a scale set.
 *
 * @throws ArmError when refused.
 */
async function listInstances(arm, scaleSetId, signal) {
    const path = `${scaleSetId}/virtualMachines`;
    return (await arm.list(path, COMPUTE_API_VERSION, signal, WITH_VIEW));
}
/**
 * VirtualMachineScaleSetVMs_Get, api-version 2026-04-01, with its instance view; undefined where there is none, as after a
 * scale-in. Compute allows 12 a minute, up to 36.
 *
 * @throws ArmError when refused.
 */
async function findInstance(arm, scaleSetId, instanceId, signal) {
    return await read(arm, instanceResourceId(scaleSetId, instanceId), signal, WITH_VIEW);
}
/** As `findInstance`, without the instance view, which a write cannot take back. */
async function findInstanceModel(arm, id, signal) {
    return await read(arm, id, signal, {});
}
async function read(arm, id, signal, query) {
    try {
        return (await arm.get(id, COMPUTE_API_VERSION, signal, query));
    }
    catch (error) {
        if (error instanceof arm_error/* ArmError */.dW && error.status === 404) {
            return undefined;
        }
        throw error;
    }
}

// EXTERNAL MODULE: ./lib/azure/settled.js
var settled = __webpack_require__(9130);
;// CONCATENATED MODULE: ./lib/azure/scale-sets/scale-sets.js



/**
 * GET virtualMachineScaleSets/{name}, api-version 2026-04-01: the model, without the state of any instance.
 *
 * @throws ArmError when refused.
 */
async function getScaleSet(arm, id, signal) {
    return (await arm.get(id, COMPUTE_API_VERSION, signal));
}
/** As `getScaleSet`; undefined where there is none. */
async function findScaleSet(arm, id, signal) {
    try {
        return await getScaleSet(arm, id, signal);
    }
    catch (error) {
        if (error instanceof ArmError && error.status === 404) {
            return undefined;
        }
        throw error;
    }
}
/** As `getScaleSet`, once no operation runs on it. @param patienceMs as of `untilSettled`. */
function getSettledScaleSet(arm, id, signal, patienceMs) {
    return (0,settled/* untilSettled */.Q)(arm, () => getScaleSet(arm, id, signal), signal, patienceMs, COMPUTE_LOOK_MS);
}

// EXTERNAL MODULE: ./lib/record/lock.js
var record_lock = __webpack_require__(7138);
// EXTERNAL MODULE: ./lib/strategies/existing.js
var existing = __webpack_require__(6008);
// EXTERNAL MODULE: ./lib/strategies/refused-error.js
var refused_error = __webpack_require__(2722);
// EXTERNAL MODULE: ./lib/azure/tag-changes.js
var tag_changes = __webpack_require__(8351);
;// CONCATENATED MODULE: ./lib/azure/scale-sets/scale-set-tags.js




/**
 * PATCH virtualMachineScaleSets/{name} (api-version 2026-04-01) with tags and nothing else, under If-Match.
 *
 * ARM has documented that this PATCH heeds If-Match, and has been recorded to heed it in a PUT (412). Not recorded is
 * whether a change of tags alone gives a scale set another ETag. Where it does not, two who write within the same moment may
 * both get through: so the tags are read again after every write, and the caller decides from what they are then.
 *
 * @param change as of `changeTagsOf`.
 * @returns the scale set as it was when there was nothing left to write: looked at after the last write, too.
 */
function changeTags(arm, id, change, signal) {
    return (0,tag_changes/* changeTagsOf */.H)(arm, {
        id,
        read: () => getScaleSet(arm, id, signal),
        write: (scaleSet, tags) => arm.write({
            method: 'PATCH',
            path: id,
            apiVersion: COMPUTE_API_VERSION,
            body: { tags },
            ifMatch: scaleSet.etag,
            pace: 'as-told',
            timeoutMs: MODEL_TIMEOUT_MS,
        }, signal),
        isAtRest: (scaleSet, endedWell) => isAtRest(arm, scaleSet, endedWell, signal),
    }, change, signal);
}
/**
 * A scale set may be `Failed` for as long as one of its instances is, and `Updating` for as long as they are upgraded: a
 * write of tags that ended well is enough.
 */
async function isAtRest(arm, scaleSet, endedWell, signal) {
    if (endedWell || scaleSet.properties.provisioningState === 'Succeeded') {
        return true;
    }
    const { properties } = await getSettledScaleSet(arm, scaleSet.id, signal, settled/* UNDO_PATIENCE_MS */.m);
    return properties.provisioningState === 'Succeeded';
}

// EXTERNAL MODULE: ./lib/strategies/naming-inputs.js
var naming_inputs = __webpack_require__(5583);
;// CONCATENATED MODULE: ./lib/strategies/scale-set/record/scale-set-record.js



/** A scale set carries lock, journal and open release of what is released onto it. */
function holderOf({ id, name }) {
    const input = 'scale-set';
    return { name, input, namedBy: (0,naming_inputs/* namingInputs */.w)(input, [id]) };
}
/** The lock may have been taken away, by `command: unlock` for instance; the journal tells whose work it is then. */
function isOwn({ lock, journal }, { id }) {
    return (lock === undefined ? journal?.lockId : lock.id) === id;
}
/**
 * For `changeTags`: without lock and journal where they are ours, and left alone where somebody else has the lock.
 *
 * @param change what becomes of the open release, and of the last one.
 */
function withoutOwnRecord(tags = {}, lease, change = {}) {
    const found = (0,record_record/* readRecord */.aE)(tags);
    if (isOwn(found, lease)) {
        return (0,record_record/* withRecord */.q8)(tags, { lock: null, journal: null, ...change });
    }
    return found.lock === undefined ? tags : undefined;
}
/** `post` has no more time than that. A write that is on its way then is carried out all the same. */
const LONGEST_GOODBYE_MS = 15_000;
/**
 * Whoever goes on need not wait for a run that has given up: the open release tells what there is to finish or to take back.
 *
 * @param isStopped true: the run has stopped of its own accord, and nothing has to be recovered.
 */
async function giveUpLock({ arm, clock, lease }, scaleSetId, isStopped, signal) {
    const inTime = new AbortController();
    const finished = new AbortController();
    void clock.sleep(LONGEST_GOODBYE_MS, finished.signal).then(() => inTime.abort(), () => undefined);
    const limited = AbortSignal.any([signal, inTime.signal]);
    try {
        await changeTags(arm, scaleSetId, ({ tags }) => isOwn((0,record_record/* readRecord */.aE)(tags), lease)
            ? (0,record_record/* withRecord */.q8)(tags, { lock: null, ...(isStopped ? { journal: null } : {}) })
            : undefined, limited);
    }
    catch {
        // The lock ends by itself.
    }
    finally {
        finished.abort();
    }
}

;// CONCATENATED MODULE: ./lib/strategies/scale-set/observed/observe.js











/** Why no release may begin now, by what the tags say. The lock first: a journal is nobody's business while its owner works. */
function hindranceOf(scaleSet, { lock, journal }, { arm, lease }) {
    const holder = holderOf(scaleSet);
    if (lock !== undefined && lock.id !== lease.id && !(0,record_lock/* isOver */.PU)(lock, lease.owner, arm.epochMs())) {
        return { kind: 'locked', holder, lock, beside: journal === undefined ? 'nothing' : 'journal' };
    }
    return journal === undefined ? undefined : { kind: 'interrupted', holder, journal };
}
/** @throws RefusedError for a scale set that this strategy cannot work on. */
async function observe({ arm, signal }, scaleSet) {
    requireUniform(scaleSet);
    const { id } = scaleSet;
    const [reads, autoscale, repairs, rolling] = await Promise.all([
        listInstances(arm, id, signal),
        orUnchecked(findAutoscale(arm, id, signal), 'Autoscale settings'),
        readAutomaticRepairs(arm, id, signal),
        orUnchecked(findLatestRollingUpgrade(arm, id, signal), 'Rolling upgrades of the platform'),
    ]);
    return {
        scaleSet,
        record: (0,record_record/* readRecord */.aE)(scaleSet.tags),
        reads,
        surroundings: {
            scaleSet,
            autoscaleSettings: (autoscale.value?.settings ?? []).filter(isEnabled).map(({ name }) => name),
            repairs: repairs === 'Suspended' ? 'suspended' : repairs === 'Running' ? 'running' : 'absent',
            isRollingUpgradeRunning: isRunning(rolling.value),
        },
        unchecked: [...autoscale.unchecked, ...rolling.unchecked, ...unseenAutoscale(autoscale.value?.lookedIn)],
    };
}
/** @throws RefusedError where it is not there. */
async function readScaleSet({ arm, signal }, id) {
    return (0,existing/* existing */.g)('scale-set', id, (each) => getScaleSet(arm, each, signal));
}
function requireUniform(scaleSet) {
    if (scaleSet.properties.orchestrationMode === 'Flexible') {
        throw new refused_error/* RefusedError */.f(`The scale set "${scaleSet.name}" has the orchestration mode Flexible, in which instances are virtual machines of their own. ` +
            'canary-percent and full-rollout work on Uniform scale sets.');
    }
}
/** An identity without the right to read what is only looked at for hazards may release all the same. */
async function orUnchecked(read, what) {
    try {
        return { value: await read, unchecked: [] };
    }
    catch (error) {
        if (error instanceof arm_error/* ArmError */.dW && (error.status === 403 || error.status === 404)) {
            return { unchecked: [`${what} could not be read: ${error.message}`] };
        }
        throw error;
    }
}
function unseenAutoscale(lookedIn) {
    return lookedIn === 'resource group'
        ? [
            'Autoscale settings were looked for in the resource group of the scale set only: the identity may not read those of the ' +
                'subscription (Microsoft.Insights/AutoscaleSettings/Read).',
        ]
        : [];
}

// EXTERNAL MODULE: ./lib/probe/prober.js + 1 modules
var prober = __webpack_require__(369);
// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(7598);
;// CONCATENATED MODULE: ./lib/azure/scale-sets/run-command.js


/** A script was started on an instance, and how it ended is not known. */
class ScriptResultError extends Error {
    name = 'ScriptResultError';
    code = 'ScriptResultUnknown';
}
/**
 * VirtualMachineScaleSetVMs_RunCommand (POST runCommand, api-version 2026-04-01): runs a script on an instance by the VM agent,
 * as root or SYSTEM. ARM says whether it could be run, and not how it ended: so it runs in a shell of its own, and the exit
 * status is printed last, behind a mark that it cannot have printed itself.
 *
 * The answer was never recorded by us; its two shapes are documented and quoted by users: one status with `[stdout]` and
 * `[stderr]` in its message from Linux, and a status for each from Windows.
 *
 * @throws ScriptResultError where the mark is missing; ArmError when refused, at once also where ARM would run it later, such as
 *   409 while another script runs there and 429; ArmOperationError; ArmOperationTimeoutError; UncertainWriteError: it may have run, and is not run again.
 */
async function runScript(arm, { id, osType, script, timeoutMs }, signal) {
    const mark = `exit-status-${(0,external_node_crypto_.randomUUID)()}`;
    const answer = (await arm.write({
        method: 'POST',
        path: `${id}/runCommand`,
        apiVersion: COMPUTE_API_VERSION,
        body: osType === 'Linux'
            ? { commandId: 'RunShellScript', script: linuxScript(script, mark, timeoutMs) }
            : { commandId: 'RunPowerShellScript', script: windowsScript(script, mark) },
        pace: 'as-told',
        timeoutMs,
        whenBusy: 'tell',
    }, signal));
    const found = new RegExp(RESULT.replace('MARK', mark), 's').exec(textOf(answer?.value ?? []))?.groups;
    if (found?.status === undefined) {
        throw new ScriptResultError(`A script was run on ${id}, and its answer does not say how it ended: ` +
            `${JSON.stringify(answer ?? null).slice(0, 500)}`);
    }
    return {
        exitStatus: Number(found.status),
        stdout: found.stdout ?? '',
        stderr: (found.stderr ?? '').trimEnd(),
    };
}
const RESULT = String.raw `\[stdout\]\n?(?<stdout>.*?)\s*MARK (?<status>-?\d+)\s*(?:\[stderr\]\n?(?<stderr>.*))?$`;
/** Until SIGKILL. */
const GRACE_SECONDS = 10;
/**
 * In a shell of its own, so that neither `exit` nor a syntax error keeps the status from being printed. One that hangs is ended by
 * `timeout` of coreutils, with status 124: ARM would let it run for 90 minutes, and refuse every other operation on the machine.
 */
function linuxScript(script, mark, timeoutMs) {
    const seconds = Math.max(1, Math.floor(timeoutMs / 1_000) - 2 * GRACE_SECONDS);
    const limit = `$(command -v timeout >/dev/null && echo timeout -k ${GRACE_SECONDS} ${seconds})`;
    return [`${limit} sh -c '${script.replaceAll("'", `'\\''`)}'`, `printf '\\n%s %s\\n' '${mark}' "$?"`];
}
function windowsScript(script, mark) {
    const encoded = Buffer.from(script, 'utf16le').toString('base64');
    return [
        `& powershell.exe -NoProfile -NonInteractive -OutputFormat Text -EncodedCommand ${encoded}`,
        `"${mark} $LASTEXITCODE"`,
    ];
}
/** The answer of Windows, in the words of that of Linux. */
function textOf(statuses) {
    const messageOf = (stream) => statuses.find(({ code }) => code.startsWith(`ComponentStatus/${stream}/`))?.message;
    const stdout = messageOf('StdOut');
    return stdout === undefined
        ? statuses.map(({ message = '' }) => message).join('\n')
        : `[stdout]\n${stdout}\n[stderr]\n${messageOf('StdErr') ?? ''}`;
}

// EXTERNAL MODULE: ./lib/azure/network/load-balancers.js
var load_balancers = __webpack_require__(9614);
// EXTERNAL MODULE: ./lib/azure/network/network-api.js
var network_api = __webpack_require__(3689);
// EXTERNAL MODULE: ./lib/azure/network/public-ip-addresses.js
var public_ip_addresses = __webpack_require__(1101);
;// CONCATENATED MODULE: ./lib/azure/network/inbound-nat.js






/** The actions that `readInboundNat` and `findEndpoint` need: the last one only where instances share a rule's ports. */
const READ_LOAD_BALANCER = 'Microsoft.Network/loadBalancers/read';
const READ_PUBLIC_IP_ADDRESS = 'Microsoft.Network/publicIPAddresses/read';
const QUERY_PORT_MAPPING = 'Microsoft.Network/loadBalancers/backendAddressPools/queryInboundNatRulePortMapping/action';
/**
 * Reads the load balancers that the network interfaces of the scale set's model are members of, and the public addresses of
 * those of their frontends that lead to instances one by one.
 *
 * @throws ArmError when refused.
 */
async function readInboundNat(arm, scaleSet, signal) {
    const ids = loadBalancerIdsOf(scaleSet);
    const loadBalancers = await Promise.all(ids.map((id) => (0,load_balancers/* getLoadBalancer */.n$)(arm, id, signal)));
    const addressIds = new Set(loadBalancers.flatMap(natAddressIdsOf));
    const addresses = await Promise.all([...addressIds].map(async (id) => {
        const { ipAddress } = (await (0,public_ip_addresses/* getPublicIpAddress */.tG)(arm, id, signal)).properties;
        return ipAddress === undefined ? [] : [[id.toLowerCase(), ipAddress]];
    }));
    return { loadBalancers, addresses: new Map(addresses.flat()) };
}
/**
 * The public endpoint of a TCP port of an instance: through the rule that a NAT pool has made for it
 * (`{pool}.{instance}`, with a `backendIPConfiguration` of the instance), or through its share of a rule with a range of ports.
 * Which port that is only ARM knows: LoadBalancers_ListInboundNatRulePortMappings, a POST that changes nothing.
 *
 * @returns undefined where the port of this instance is not reached from outside.
 * @throws ArmError when refused; UncertainWriteError when no answer came.
 */
function findEndpoint(arm, nat, instance, backendPort, signal) {
    return endpointAt(nat, { instance, backendPort, ask: mappingQuestion(arm, signal) });
}
/** As `findEndpoint`, of all ports that are reached: ARM tells them in one answer. */
async function findEndpoints(arm, nat, instance, signal) {
    const question = mappingQuestion(arm, signal);
    const answers = new Map();
    const ask = (poolId, ipConfigurationId) => {
        const key = `${poolId} ${ipConfigurationId}`.toLowerCase();
        const answer = answers.get(key) ?? question(poolId, ipConfigurationId);
        answers.set(key, answer);
        return answer;
    };
    const found = new Map();
    for (const backendPort of natPortsOf(nat)) {
        const endpoint = await endpointAt(nat, { instance, backendPort, ask });
        if (endpoint !== undefined) {
            found.set(backendPort, endpoint);
        }
    }
    return found;
}
async function endpointAt(nat, { instance, backendPort, ask }) {
    for (const loadBalancer of nat.loadBalancers) {
        for (const rule of natRulesOf(loadBalancer)) {
            const address = nat.addresses.get((publicIpAddressIdOf(loadBalancer, rule) ?? '').toLowerCase());
            if (address === undefined || rule.properties.backendPort !== backendPort || !isTcp(rule)) {
                continue;
            }
            const frontendPort = await frontendPortOf({ loadBalancer, rule, instance, ask });
            if (frontendPort !== undefined) {
                return {
                    publicIpAddress: address,
                    frontendPort,
                    loadBalancer: loadBalancer.name,
                    natRule: rule.name,
                };
            }
        }
    }
    return undefined;
}
/** Ports of instances that inbound NAT rules lead to, each once. */
function natPortsOf({ loadBalancers }) {
    const rules = loadBalancers.flatMap(natRulesOf).filter(isTcp);
    return [...new Set(rules.map(({ properties }) => properties.backendPort ?? 0))]
        .filter((port) => port > 0)
        .sort((a, b) => a - b);
}
/**
 * Ports of the instances of a scale set that are reached from outside by TCP, each once, as far as its model and the load
 * balancers tell: through rules that lead to its instances or to a pool of the model, and through NAT pools of the model, which
 * make a rule for each instance.
 */
function reachedPortsOf(scaleSet, loadBalancers) {
    const ids = memberships(scaleSet);
    const isMember = (id) => ids.some((each) => (0,resource_id/* sameId */.s)(each, id));
    const rules = loadBalancers.flatMap((loadBalancer) => {
        const { inboundNatPools = [] } = loadBalancer.properties;
        const own = natRulesOf(loadBalancer).filter(({ properties }) => properties.backendIPConfiguration === undefined
            ? isMember(properties.backendAddressPool?.id)
            : isOf(scaleSet, properties.backendIPConfiguration.id));
        return [...own, ...inboundNatPools.filter(({ id }) => isMember(id))].filter((rule) => isTcp(rule) && publicIpAddressIdOf(loadBalancer, rule) !== undefined);
    });
    return [...new Set(rules.map(({ properties }) => properties.backendPort))].sort((a, b) => a - b);
}
/**
 * The backend pool that is asked which frontend port leads to that port of an instance of the scale set, as `findEndpoint` does.
 *
 * @returns undefined where the rules say it themselves, or none leads there.
 */
function sharedPoolOf(scaleSet, loadBalancers, backendPort) {
    const ids = memberships(scaleSet);
    const rules = loadBalancers.flatMap((loadBalancer) => natRulesOf(loadBalancer).filter((rule) => isTcp(rule) &&
        rule.properties.backendPort === backendPort &&
        publicIpAddressIdOf(loadBalancer, rule) !== undefined));
    const leading = rules.find(({ properties: { backendIPConfiguration, backendAddressPool } }) => backendIPConfiguration === undefined
        ? ids.some((id) => (0,resource_id/* sameId */.s)(id, backendAddressPool?.id))
        : isOf(scaleSet, backendIPConfiguration.id));
    return leading?.properties.backendIPConfiguration === undefined
        ? leading?.properties.backendAddressPool?.id
        : undefined;
}
async function frontendPortOf({ loadBalancer, rule, instance, ask }) {
    const { backendIPConfiguration, backendAddressPool, frontendPort } = rule.properties;
    if (backendIPConfiguration !== undefined) {
        return isOf(instance, backendIPConfiguration.id) ? frontendPort : undefined;
    }
    const pool = loadBalancer.properties.backendAddressPools?.find((each) => (0,resource_id/* sameId */.s)(each.id, backendAddressPool?.id));
    const ipConfiguration = pool?.properties?.backendIPConfigurations?.find(({ id }) => isOf(instance, id));
    if (pool === undefined || ipConfiguration === undefined) {
        return undefined;
    }
    const mappings = await ask(pool.id, ipConfiguration.id);
    return mappings.find(({ inboundNatRuleName }) => (0,resource_id/* sameId */.s)((0,resource_id/* nameOf */.Vb)(inboundNatRuleName), rule.name))
        ?.frontendPort;
}
function mappingQuestion(arm, signal) {
    return (poolId, ipConfigurationId) => queryPortMappings(arm, poolId, ipConfigurationId, signal);
}
const MOST_TRIES = 4;
const PORT_MAPPING_QUESTION = 'queryInboundNatRulePortMapping';
/** Sent by POST, and changes nothing. */
function isPortMappingQuestion({ path }) {
    return path.endsWith(`/${PORT_MAPPING_QUESTION}`);
}
/** So it may be asked again where no answer came. */
async function queryPortMappings(arm, poolId, ipConfigurationId, signal) {
    for (let tries = 1;; tries += 1) {
        try {
            const answer = (await arm.write({
                method: 'POST',
                path: `${poolId}/${PORT_MAPPING_QUESTION}`,
                apiVersion: network_api/* NETWORK_API_VERSION */.N,
                body: { ipConfiguration: { id: ipConfigurationId } },
                pace: 'as-told',
            }, signal));
            return answer?.inboundNatRulePortMappings ?? [];
        }
        catch (error) {
            if (!(error instanceof arm_error/* UncertainWriteError */.ze) || tries === MOST_TRIES) {
                throw error;
            }
        }
    }
}
/** Load balancers that the network interfaces of the scale set's model are members of. */
function loadBalancerIdsOf(scaleSet) {
    return (0,scopes/* distinctScopes */.uA)(memberships(scaleSet).map(resource_id/* topLevelId */.bY));
}
/** Public addresses whose frontends lead to instances one by one. */
function natAddressIdsOf(loadBalancer) {
    return natRulesOf(loadBalancer).flatMap((rule) => publicIpAddressIdOf(loadBalancer, rule) ?? []);
}
/** Whether only ARM knows which frontend port leads to that port of an instance, so that `findEndpoint` has to ask it. */
function sharesPorts(loadBalancer, backendPort) {
    return natRulesOf(loadBalancer).some(({ properties }) => properties.backendAddressPool !== undefined &&
        properties.backendIPConfiguration === undefined &&
        properties.backendPort === backendPort);
}
/** Ids of pools and NAT pools in the model of the network interfaces. */
function memberships(scaleSet) {
    const interfaces = scaleSet.properties.virtualMachineProfile?.networkProfile?.networkInterfaceConfigurations ?? [];
    return interfaces
        .flatMap(({ properties }) => properties?.ipConfigurations ?? [])
        .flatMap(({ properties }) => [
        ...(properties?.loadBalancerInboundNatPools ?? []),
        ...(properties?.loadBalancerBackendAddressPools ?? []),
    ])
        .map(({ id }) => id);
}
function natRulesOf(loadBalancer) {
    return loadBalancer.properties.inboundNatRules ?? [];
}
function publicIpAddressIdOf(loadBalancer, { properties }) {
    const frontend = (0,load_balancers/* frontendsOf */.df)(loadBalancer).find((each) => (0,resource_id/* sameId */.s)(each.id, properties.frontendIPConfiguration?.id));
    return frontend?.properties.publicIPAddress?.id;
}
function isTcp({ properties }) {
    return properties.protocol.toLowerCase() !== 'udp';
}
/** Whether an IP configuration, `.../virtualMachines/3/networkInterfaces/nic/ipConfigurations/ip`, is of that instance or scale set. */
function isOf(owner, ipConfigurationId) {
    return ipConfigurationId.toLowerCase().startsWith(`${owner.id.toLowerCase()}/`);
}

;// CONCATENATED MODULE: ./lib/checks/or-aborted.js
/**
 * The work's end, or the signal's reason as soon as it aborts: whoever waits is not held up by work that cannot stop at once,
 * such as a request that is on its way.
 */
function orAborted(work, signal) {
    return new Promise((resolve, reject) => {
        const abort = () => reject(signal.reason);
        if (signal.aborted) {
            abort();
        }
        signal.addEventListener('abort', abort, { once: true });
        // A signal that outlives the work would keep all that its listeners know.
        work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
    });
}

;// CONCATENATED MODULE: ./lib/strategies/scale-set/instances/shared-read.js

/**
 * One read for all who ask for it at the same moment. Who asks while one is under way waits for the next, which begins when
 * that has ended: what anybody gets was read after they had asked. It goes on for as long as anybody waits for it.
 */
function sharedRead(read) {
    let last = Promise.resolve();
    let next;
    return (signal) => {
        if (next === undefined || next.isAbandoned) {
            const sharing = new Sharing(last, (limited) => {
                if (next === sharing) {
                    next = undefined;
                }
                return read(limited);
            });
            last = sharing.end;
            next = sharing;
        }
        return next.wait(signal);
    };
}
class Sharing {
    /** Resolves when the read has come to its end, whichever that is. */
    end;
    #result;
    #abandoning = new AbortController();
    #waiting = 0;
    constructor(former, read) {
        const { signal } = this.#abandoning;
        this.#result = former.then(() => {
            signal.throwIfAborted();
            return read(signal);
        });
        this.end = this.#result.catch(() => undefined);
    }
    get isAbandoned() {
        return this.#abandoning.signal.aborted;
    }
    async wait(signal) {
        this.#waiting += 1;
        try {
            return await orAborted(this.#result, signal);
        }
        finally {
            this.#waiting -= 1;
            if (this.#waiting === 0) {
                this.#abandoning.abort();
            }
        }
    }
}

;// CONCATENATED MODULE: ./lib/strategies/scale-set/instances/nat-endpoints.js



/**
 * Where the instances of a scale set are reached one by one. A rule that was found stays with its instance, and ARM has a limit
 * for the question: it is not looked for again. Rules of an instance that autoscale has added are not among those read before
 * it was there, so where none is found they are read once more; once for all instances that are looked at together.
 */
function natEndpointsOf(arm, scaleSet) {
    const known = new Map();
    const readNat = sharedRead((signal) => readInboundNat(arm, scaleSet, signal));
    let nat;
    return async (instanceId, port, signal) => {
        const key = `${instanceId} ${port}`;
        const instance = { id: instanceResourceId(scaleSet.id, instanceId) };
        const find = async (read) => {
            const found = await findEndpoint(arm, read, instance, port, signal);
            return found && { host: found.publicIpAddress, port: found.frontendPort };
        };
        const endpoint = known.get(key) ?? (nat && (await find(nat)));
        if (endpoint !== undefined) {
            known.set(key, endpoint);
            return endpoint;
        }
        nat = await readNat(signal);
        const found = await find(nat);
        if (found !== undefined) {
            known.set(key, found);
        }
        return found;
    };
}

;// CONCATENATED MODULE: ./lib/strategies/scale-set/instances/access.js




/**
 * More than these are read by one listing. Fewer are read one by one: each instance has a quota of its own, and listings are
 * few (10 a minute of a scale set). All at once, twice where a look and an upgrade meet: of the 250 reads that ARM lets through
 * at once half are for others.
 */
const MOST_READ_ALONE = 50;
const COMMAND_TIMEOUT_MS = 600_000;
/** How the instances of one scale set are reached. */
function accessTo({ arm }, scaleSet) {
    const { id: scaleSetId } = scaleSet;
    const osType = scaleSet.properties.virtualMachineProfile?.storageProfile?.osDisk?.osType ?? 'Linux';
    return {
        async read(instanceIds, signal) {
            if (instanceIds.length > MOST_READ_ALONE) {
                const all = await listInstances(arm, scaleSetId, signal);
                return all.filter(({ instanceId }) => instanceIds.includes(instanceId));
            }
            const found = await Promise.all(instanceIds.map((instanceId) => findInstance(arm, scaleSetId, instanceId, signal)));
            return found.filter((instance) => instance !== undefined);
        },
        natEndpointOf: natEndpointsOf(arm, scaleSet),
        async runCommand(instanceId, script, signal) {
            const id = instanceResourceId(scaleSetId, instanceId);
            try {
                const { exitStatus, stderr } = await runScript(arm, { id, osType, script, timeoutMs: COMMAND_TIMEOUT_MS }, signal);
                return { kind: 'ended', exitCode: exitStatus, error: stderr };
            }
            catch (error) {
                const heldUp = heldUpBy(error);
                if (heldUp === undefined) {
                    throw error;
                }
                return heldUp;
            }
        },
    };
}
/** Without the ids of the request, which are others each time: what is told of an instance is told when it is news. */
function heldUpBy(error) {
    if (error instanceof arm_error/* ArmError */.dW) {
        const { status, facts } = error;
        const why = `has not had its check command run, because ARM refuses to: ${status} ${facts.body.code}: ${facts.body.message}`;
        return { kind: 'held-up', why, retryAfterMs: facts.retryAfterMs ?? 0 };
    }
    if (error instanceof arm_error/* UncertainWriteError */.ze) {
        return {
            kind: 'held-up',
            why: `has no answer of its check command, because ARM has not said what became of it${causeOf(error)}`,
            retryAfterMs: 0,
        };
    }
    // Accepted, and another operation came first all the same.
    return error instanceof arm_error/* ArmOperationError */.Iv && error.code === 'Conflict'
        ? {
            kind: 'held-up',
            why: 'could not run its check command, because another operation was in the way: Conflict',
            retryAfterMs: 0,
        }
        : undefined;
}
function causeOf({ cause }) {
    return cause instanceof arm_error/* ArmError */.dW ? `: ${cause.status} ${cause.code}` : '';
}

// EXTERNAL MODULE: ./lib/engine/failure.js
var failure = __webpack_require__(8004);
;// CONCATENATED MODULE: ./lib/checks/one-line.js
/** An extension's message holds what its script printed, which can be pages. */
const LONGEST = 300;
/** Words of somebody else as a part of one line of a log. */
function oneLine(text) {
    const line = text.replace(/\s+/g, ' ').trim();
    return line.length <= LONGEST ? line : `${line.slice(0, LONGEST - 1)}…`;
}
/** The same as the end of a clause: what comes after it has a stop of its own. */
function oneClause(text) {
    return oneLine(text).replace(/(?<!\.)\.$/, '');
}

;// CONCATENATED MODULE: ./lib/checks/instance-looks.js



/** A look that fails has seen nothing good, and its error tells why. Rejects with the signal's reason as soon as it aborts. */
async function lookOrTell(look, tell, signal) {
    signal.throwIfAborted();
    try {
        return await orAborted(look(), signal);
    }
    catch (error) {
        signal.throwIfAborted();
        return tell(oneClause((0,failure/* toFailure */.w)(error).message));
    }
}

;// CONCATENATED MODULE: ./lib/checks/ask-once.js

/** So many are asked at once. */
const QUESTIONS_AT_ONCE = 32;
/**
 * Asks each instance once. The first one alone: where it is reached says where all are, and that is read once then.
 *
 * @param hear is told as soon as one has answered; no reasons: it has answered well. One bad answer may be nobody's fault.
 * @param miss is told of one that could not be asked, because ARM does not say where, for instance.
 * @throws the signal's reason when it aborts, and nothing else.
 */
async function askOnce(askEndpoint, instanceIds, { hear, miss }, signal) {
    const ask = async (id) => {
        const answer = await lookOrTell(() => askEndpoint(id, signal), (error) => error, signal);
        if (typeof answer === 'string') {
            miss(id, answer);
        }
        else {
            hear(id, answer);
        }
    };
    const [first, ...others] = instanceIds;
    if (first !== undefined) {
        await ask(first);
    }
    for (let next = 0; next < others.length; next += QUESTIONS_AT_ONCE) {
        await Promise.all(others.slice(next, next + QUESTIONS_AT_ONCE).map(ask));
    }
}

;// CONCATENATED MODULE: ./lib/checks/health-sources.js
const HEALTH_EXTENSIONS = ['applicationhealthlinux', 'applicationhealthwindows'];
/** As the model says. It is the model that an upgrade brings onto the instances. */
function healthSourcesOf({ properties }) {
    const profile = properties.virtualMachineProfile;
    const extensions = profile?.extensionProfile?.extensions ?? [];
    const hasHealthExtension = extensions.some(({ properties: { type = '' } }) => HEALTH_EXTENSIONS.includes(type.toLowerCase()));
    return {
        isHealthMonitored: hasHealthExtension || profile?.networkProfile?.healthProbe !== undefined,
        extensions: extensions.map(({ name }) => name),
    };
}

// EXTERNAL MODULE: external "node:net"
var external_node_net_ = __webpack_require__(7030);
// EXTERNAL MODULE: ./lib/probe/connect-to.js
var connect_to = __webpack_require__(4572);
// EXTERNAL MODULE: ./lib/probe/expectation.js
var expectation = __webpack_require__(1412);
// EXTERNAL MODULE: ./lib/probe/request.js
var request = __webpack_require__(1447);
;// CONCATENATED MODULE: ./lib/checks/endpoint-check.js





/** Asks one instance once, on a new connection to where an inbound NAT rule leads to it. Never rejects. */
async function checkEndpoint(check, endpoint, settings) {
    const question = questionOf(check, endpoint, settings);
    const result = await (0,request/* ask */.kA)(question);
    return result.kind === 'good' ? [] : [`does not answer well at ${question.url} (${oneLine(result.cause)})`];
}
function questionOf(check, { host, port }, { connectTo, timeoutMs }) {
    const { protocol } = check;
    const path = protocol === 'http' ? `/${check.path.replace(/^\//, '')}` : '';
    const url = `${protocol}://${(0,external_node_net_.isIPv6)(host) ? `[${host}]` : host}:${port}${path}`;
    const target = { protocol, url, source: 'inbound NAT rule' };
    const expect = protocol === 'http' ? check.expectation : expectation/* anySuccess */.Kg;
    return { protocol, url, endpoint: (0,connect_to/* endpointOf */.X5)(target, connectTo), timeoutMs, expect };
}

;// CONCATENATED MODULE: ./lib/checks/instance-verdict.js

/** Judges an instance by what ARM says of it. What is configured and not told yet counts as bad. */
function judgeInstance(instance, sources) {
    if (instance.properties.instanceView === undefined) {
        return ['has no instance view'];
    }
    return [
        ...judgePower(instance),
        ...judgeProvisioning(instance),
        ...judgeExtensions(instance, sources.extensions),
        ...judgeHealth(instance, sources.isHealthMonitored),
    ];
}
/** What ARM calls failed of it, whatever is configured: a machine that is being upgraded, or is off, has not failed. */
function failuresOf({ properties, resources = [] }) {
    const { provisioningState, instanceView } = properties;
    const views = instanceView?.extensions ?? [];
    const named = distinct([...views, ...resources].map(({ name }) => name));
    return [
        ...(provisioningState === 'Failed' ? ['is not provisioned (Failed)'] : []),
        ...named.flatMap((name) => {
            const viewed = views.find((each) => isSameName(each.name, name))?.statuses?.filter(isFailed) ?? [];
            const state = resources.find((each) => isSameName(each.name, name))?.properties.provisioningState;
            const told = viewed.map(describe).concat(state === 'Failed' ? [state] : []);
            return told.length === 0 ? [] : [`has extension ${name} not provisioned (${told[0]})`];
        }),
    ];
}
function isFailed({ code }) {
    return /^ProvisioningState\/failed(?:\/|$)/i.test(code);
}
function judgePower({ properties }) {
    const power = properties.instanceView?.statuses?.find((status) => instance_verdict_isOf('PowerState', status));
    if (power === undefined) {
        return ['is not known to run (no PowerState)'];
    }
    return isAt('PowerState/running', power) ? [] : [`is not running (${describe(power)})`];
}
/** The view has ARM's code and message, the property is there also while the view is not up to date. */
function judgeProvisioning({ properties }) {
    const bad = properties.instanceView?.statuses?.filter(isNotProvisioned) ?? [];
    if (bad.length > 0) {
        return [`is not provisioned (${bad.map(describe).join('; ')})`];
    }
    const { provisioningState = 'no provisioningState' } = properties;
    return provisioningState === 'Succeeded' ? [] : [`is not provisioned (${provisioningState})`];
}
/** All that the instance has, and all that it shall have: an extension that is not there yet has told nothing. */
function judgeExtensions(instance, expected) {
    const viewed = instance.properties.instanceView?.extensions ?? [];
    const names = [...viewed, ...(instance.resources ?? [])].map(({ name }) => name).concat(expected);
    return distinct(names).flatMap((name) => judgeExtension(instance, name));
}
function judgeExtension(instance, name) {
    const viewed = instance.properties.instanceView?.extensions?.find((each) => isSameName(each.name, name));
    const told = viewed?.statuses?.filter((status) => instance_verdict_isOf('ProvisioningState', status)) ?? [];
    const bad = told.filter(isNotProvisioned);
    if (bad.length > 0) {
        return [`has extension ${name} not provisioned (${bad.map(describe).join('; ')})`];
    }
    const state = instance.resources?.find((each) => isSameName(each.name, name))?.properties.provisioningState;
    if (state !== undefined && state !== 'Succeeded') {
        return [`has extension ${name} not provisioned (${state})`];
    }
    return told.length === 0 ? [`has not told the provisioning state of extension ${name}`] : [];
}
function judgeHealth({ properties }, isMonitored) {
    const health = properties.instanceView?.vmHealth?.status;
    if (health === undefined) {
        return isMonitored ? ['is not known to be healthy (no HealthState)'] : [];
    }
    return isAt('HealthState/healthy', health) ? [] : [`is not healthy (${describe(health)})`];
}
function isNotProvisioned(status) {
    return instance_verdict_isOf('ProvisioningState', status) && !isAt('ProvisioningState/succeeded', status);
}
function instance_verdict_isOf(kind, { code }) {
    return code.toLowerCase().startsWith(`${kind.toLowerCase()}/`);
}
function isAt(wanted, { code }) {
    return code.toLowerCase() === wanted.toLowerCase();
}
/** ARM's own code and words. */
function describe({ code, message, displayStatus }) {
    const words = message || displayStatus;
    return words ? `${code}: ${oneLine(words)}` : code;
}
function isSameName(a, b) {
    return a.toLowerCase() === b.toLowerCase();
}
function distinct(names) {
    return names.filter((name, index) => names.findIndex((each) => isSameName(each, name)) === index);
}

;// CONCATENATED MODULE: ./lib/checks/instance-health.js



/** The looks that a gate asks for, at the instances of one scale set. */
function looksOf({ endpoint, command }, sources, access, settings) {
    return {
        list: async (instanceIds, signal) => {
            const instances = await access.read(instanceIds, signal);
            return new Map(instances.map((instance) => [instance.instanceId, judgeInstance(instance, sources)]));
        },
        ...(endpoint === undefined ? {} : { askEndpoint: askThroughNat(endpoint, access, settings) }),
        ...(command === undefined ? {} : { runCommand: runOnInstance(command, access) }),
    };
}
function askThroughNat(check, { natEndpointOf }, settings) {
    return async (instanceId, signal) => {
        const endpoint = await natEndpointOf(instanceId, check.port, signal);
        if (endpoint === undefined) {
            return [`has no inbound NAT rule to its port ${check.port}`];
        }
        return checkEndpoint(check, endpoint, settings);
    };
}
/** The command is not told: what a user writes there may be secret. */
function runOnInstance(command, { runCommand }) {
    return async (instanceId, signal) => lookOf(await runCommand(instanceId, command, signal));
}
function lookOf(result) {
    if (result.kind === 'held-up') {
        return { kind: 'held-up', why: oneClause(result.why), retryAfterMs: result.retryAfterMs };
    }
    const { exitCode, error } = result;
    const words = oneLine(error);
    return {
        kind: 'ended',
        reasons: exitCode === 0
            ? []
            : [`fails its check command (exit status ${exitCode}${words === '' ? '' : `: ${words}`})`],
    };
}

// EXTERNAL MODULE: ./lib/engine/deadline.js
var engine_deadline = __webpack_require__(8768);
;// CONCATENATED MODULE: ./lib/strategies/scale-set/instances/serving.js
/** Whether users get answers from it, as far as Azure tells. What nothing monitors is taken to serve while it runs. */
function serves({ isRunning, health }) {
    return isRunning && (health === 'healthy' || health === 'unmonitored');
}
/** Whether a release still has to reach it: by ARM's own word, or by what it really runs. */
function isOutdated({ hasLatestModel, hasPayload }) {
    return !hasLatestModel || !hasPayload;
}

;// CONCATENATED MODULE: ./lib/strategies/scale-set/instances/troubled.js
function noTrouble() {
    return { unhealthy: new Map(), quarantined: new Set() };
}
/**
 * Whether a run leaves an instance as it is: somebody has switched it off with what the release brings, as a former run with
 * `on-unhealthy: quarantine` does, and its disk is to be looked at. Who is off with something else has nothing of the release to show.
 */
function isLeftAlone({ hasPayload, isSwitchedOff, provisioningState }) {
    return hasPayload && isSwitchedOff && provisioningState !== 'Updating';
}
/** What a run finds: who is left alone is not well, and is in quarantine unless it was off before the release. */
function troubleFound(instances, { sickIds }) {
    const ids = instances.filter(isLeftAlone).map(({ instanceId }) => instanceId);
    return {
        unhealthy: new Map(ids.map((id) => [id, ['is not running, and is left switched off']])),
        quarantined: new Set(ids.filter((id) => !sickIds.has(id))),
    };
}

;// CONCATENATED MODULE: ./lib/strategies/scale-set/instances/carriers.js


/**
 * Who has the payload before the run, and has to be well before anybody else gets it. Neither who was sick before the release
 * nor who is in quarantine.
 */
function judgedCarriers(instances, { sickIds }) {
    return instances.filter((each) => each.hasPayload && !sickIds.has(each.instanceId) && !isLeftAlone(each));
}
/**
 * Who has the payload of an open release and is not well has become so by it, unless its record says that it was not well before: a
 * gate is there for somebody to look.
 */
function sickCarrierHazards(instances, open, goal) {
    return open === undefined
        ? []
        : instances
            .filter((each) => each.hasPayload && !serves(each) && !isLeftAlone(each))
            .filter(({ instanceId }) => !open.sickIds.includes(instanceId))
            .map(({ instanceId, health, isRunning }) => sickCarrierHazard(instanceId, `is not well (${isRunning ? health : 'it does not run'})`, goal));
}
/** @param how it is, in words that follow the instance. */
function sickCarrierHazard(instanceId, how, { onUnhealthy }) {
    return (`Instance ${instanceId} has the payload of the release already, and ${how}. Unless it gets well by itself it counts against ` +
        `max-unhealthy, and on-unhealthy is ${onUnhealthy}.`);
}

// EXTERNAL MODULE: ./lib/strategies/scale-set/instances/named-instances.js
var named_instances = __webpack_require__(2818);
;// CONCATENATED MODULE: ./lib/strategies/scale-set/instances/ask-carriers.js








/** Asks each once; who is in neither list has not answered before the time was up. */
async function askInTime(askEndpoint, ids, { clock, signal }) {
    const answers = new Map();
    const missed = new Map();
    const deadline = { clock, signal, timeoutMs: LONGEST_LOOK_MS, subject: 'instances to answer' };
    await (0,engine_deadline/* withDeadline */.N)(deadline, (limited) => askOnce(askEndpoint, ids, { hear: (id, reasons) => answers.set(id, reasons), miss: (id, why) => missed.set(id, why) }, limited)).catch((error) => {
        if (signal.aborted || !(error instanceof engine_deadline/* DeadlineError */.j)) {
            throw error;
        }
    });
    return { answers, missed };
}
/**
 * Whether canaries that have the payload already all answer well, without a write. One that does not is given its time by the run,
 * under the lock, because something may have to be done about it.
 *
 * @param canaryIds Whom the release answers for.
 */
async function canariesAnswer(context, { goal, scaleSet, access, endpointCheck, }, canaryIds) {
    const { askEndpoint } = looksOf(goal.health, healthSourcesOf(scaleSet), access, endpointCheck);
    if (askEndpoint === undefined) {
        return true;
    }
    const { answers } = await askInTime(askEndpoint, canaryIds, context);
    return canaryIds.every((id) => answers.get(id)?.length === 0);
}
/** A plan is waited for, and a run that goes on asks everybody again, with patience. */
const LONGEST_LOOK_MS = 15_000;
/**
 * Before a rollout asks each instance that has the payload by `check-http` or `check-tcp`, and stops where one does not get well,
 * its plan asks each once: a canary that only its own endpoint shows to be sick would be a surprise after the approval. Who
 * does not look well to Azure is told of without that.
 */
async function askCarriers({ clock, signal }, { goal, scaleSet, instances, before, natLoadBalancers, access, endpointCheck }) {
    const { endpoint } = goal.health;
    const { askEndpoint } = looksOf(goal.health, healthSourcesOf(scaleSet), access, endpointCheck);
    if (goal.strategy !== 'full-rollout' ||
        endpoint === undefined ||
        askEndpoint === undefined ||
        // Refused, or told as not checked, by the preflight.
        !reachedPortsOf(scaleSet, natLoadBalancers).includes(endpoint.port)) {
        return { hazards: [], unchecked: [] };
    }
    const ids = judgedCarriers(instances, before)
        .filter(serves)
        .map(({ instanceId }) => instanceId);
    const { answers, missed } = await askInTime(askEndpoint, ids, { clock, signal });
    const left = ids.filter((id) => !answers.has(id) && !missed.has(id));
    return {
        hazards: [...answers].flatMap(([id, reasons]) => reasons.length === 0 ? [] : [sickCarrierHazard(id, reasons.join(' and '), goal)]),
        unchecked: [
            ...[...missed].map(([id, why]) => `Whether instance ${id} answers by check-${endpoint.protocol} is not known, because it could not be asked: ${why}.`),
            ...(left.length === 0
                ? []
                : [
                    `Whether ${(0,named_instances/* namedInstances */.M)(left)} ${left.length === 1 ? 'answers' : 'answer'} by ` +
                        `check-${endpoint.protocol} was not known within ${LONGEST_LOOK_MS / 1000} s.`,
                ]),
        ],
    };
}

// EXTERNAL MODULE: ./lib/strategies/scale-set/instances/instance-order.js
var instance_order = __webpack_require__(5834);
;// CONCATENATED MODULE: ./lib/strategies/scale-set/instances/asked-instances.js







/**
 * The steps with what they ask of instances one by one: it changes nothing in Azure, but a command runs on the machine, and all of
 * it is sent by POST.
 */
function withAskedInstances(steps, asking) {
    return steps.map((step) => ({ ...step, calls: [...step.calls, ...callsOf(step, asking)] }));
}
function callsOf(step, asking) {
    switch (step.kind) {
        case 'upgrade-canaries':
            return checkCalls(running(step.checkedIds, asking), asking);
        case 'upgrade-outdated':
            return checkCalls([...carriers(asking), ...toRepair(asking), ...running(step.plannedBatches.flat(), asking)], asking);
        case 'check-taken-back':
            return checkCalls(running(asking.takenBackIds, asking), asking);
        case 'confirm-release':
            return step.expects === 'taken-back' ? [] : confirmingCalls(step, asking);
        default:
            return [];
    }
}
function carriers({ instances, before }) {
    return judgedCarriers(instances, before).map(({ instanceId }) => instanceId);
}
/** Whom an upgrade has left as `Failed`: a rollout upgrades it once more, however it was before. */
function toRepair({ instances }) {
    return instances
        .filter((each) => each.hasPayload && each.provisioningState === 'Failed' && !isLeftAlone(each))
        .map(({ instanceId }) => instanceId);
}
/** Who is switched off is upgraded like the others, and cannot be asked. */
function running(ids, { instances }) {
    return instances
        .filter(({ instanceId, isSwitchedOff }) => ids.includes(instanceId) && !isSwitchedOff)
        .map(({ instanceId }) => instanceId);
}
/**
 * In the end everybody is looked at that has the payload. Of a rollout they have been asked before by then; where only canaries
 * are upgraded, nobody has asked the others. And people are told where each canary answers.
 */
function confirmingCalls({ expects, release }, asking) {
    const { scaleSet, natLoadBalancers, instances, health } = asking;
    const canaryIds = instances
        .map(({ instanceId }) => instanceId)
        .filter((id) => release.canaryIds.includes(id));
    const others = expects === 'canaries' ? carriers(asking).filter((id) => !canaryIds.includes(id)) : [];
    const told = reachedPortsOf(scaleSet, natLoadBalancers);
    return [
        ...portQuestions(canaryIds, told, asking),
        ...(health.endpoint === undefined ? [] : portQuestions(others, [health.endpoint.port], asking)),
        ...commandCalls(others, asking),
    ];
}
function checkCalls(ids, asking) {
    const { endpoint } = asking.health;
    return [
        ...(endpoint === undefined ? [] : portQuestions(ids, [endpoint.port], asking)),
        ...commandCalls(ids, asking),
    ];
}
/** One call for all: a plan is handed from process to process, and a large scale set would make hundreds of them. */
const ANY_INSTANCE = '{instanceId}';
function commandCalls(ids, { scaleSet, health }) {
    return health.command === undefined || ids.length === 0
        ? []
        : [
            {
                method: 'POST',
                target: `${instanceResourceId(scaleSet.id, ANY_INSTANCE)}/runCommand`,
                apiVersion: COMPUTE_API_VERSION,
                explanation: `${forEach(ids)}, again and again until it is good: runs check-command there as root or SYSTEM, whose text is in the workflow only`,
            },
        ];
}
/**
 * Only where instances share the ports of a rule: which of them is whose, ARM alone knows. One question tells all ports of an instance that
 * lead to it by way of one pool.
 */
function portQuestions(ids, ports, { scaleSet, natLoadBalancers }) {
    const shared = (ids.length === 0 ? [] : ports).flatMap((port) => {
        const poolId = sharedPoolOf(scaleSet, natLoadBalancers, port);
        return poolId === undefined ? [] : [{ poolId, port }];
    });
    return [...Map.groupBy(shared, ({ poolId }) => poolId)].map(([poolId, own]) => {
        const asked = own.map(({ port }) => port);
        return {
            method: 'POST',
            target: `${poolId}/queryInboundNatRulePortMapping`,
            apiVersion: network_api/* NETWORK_API_VERSION */.N,
            explanation: `${forEach(ids)}: asks where its ${asked.length === 1 ? 'port' : 'ports'} ${asked.join(', ')} ${asked.length === 1 ? 'is' : 'are'} reached`,
        };
    });
}
function forEach(ids) {
    const each = [...new Set(ids)].sort(instance_order/* compareIds */.q3);
    return `for ${each.length === 1 ? 'instance' : 'each of the instances'} ${each.join(', ')}`;
}

;// CONCATENATED MODULE: ./lib/strategies/scale-set/instances/canary-endpoints.js


/**
 * Says where each canary is reached through inbound NAT rules. It is for people who want to look: that it cannot be found out
 * is never the failure of a release.
 */
async function tellCanaryEndpoints({ arm, release, health, emit }, scaleSet, { clock, signal }) {
    if (release.canaryIds.length === 0) {
        return;
    }
    try {
        const nat = await readInboundNat(arm, scaleSet, signal);
        const sshUser = sshUserOf(scaleSet);
        const endpoints = [];
        // One after the other: of a rule with a range of ports each instance is a question of its own.
        for (const instanceId of release.canaryIds) {
            const instance = { id: instanceResourceId(scaleSet.id, instanceId) };
            for (const [port, at] of await findEndpoints(arm, nat, instance, signal)) {
                const { publicIpAddress: address, frontendPort } = at;
                const protocol = protocolAt(port, health, sshUser);
                endpoints.push({ instanceId, port, address, frontendPort, protocol });
            }
        }
        if (endpoints.length > 0) {
            emit({ type: 'canary-endpoints', atMs: clock.monotonicMs(), sshUser, endpoints });
        }
    }
    catch {
        // The identity may not read load balancers, or the time is up.
    }
}
const SSH_PORT = 22;
function protocolAt(port, { endpoint }, sshUser) {
    if (endpoint?.protocol === 'http' && endpoint.port === port) {
        return 'http';
    }
    return port === SSH_PORT && sshUser !== '' ? 'ssh' : 'tcp';
}
function sshUserOf({ properties }) {
    const { osProfile, storageProfile } = properties.virtualMachineProfile ?? {};
    return storageProfile?.osDisk?.osType === 'Windows' ? '' : (osProfile?.adminUsername ?? '');
}

// EXTERNAL MODULE: ./lib/azure/images/image-reference.js
var image_reference = __webpack_require__(3895);
// EXTERNAL MODULE: ./lib/strategies/scale-set/payload/same-settings.js
var same_settings = __webpack_require__(8888);
;// CONCATENATED MODULE: ./lib/strategies/scale-set/payload/recorded-payload.js


/**
 * Whether an instance really has a payload, by its own image and extensions: `latestModelApplied` tells of the model, and
 * with `latest` in it of another image than the one that runs.
 */
function hasRecorded(read, payload) {
    if (payload.kind === 'image') {
        return (0,image_reference/* isMadeOf */.ZK)(read.properties.storageProfile?.imageReference, payload.image);
    }
    const found = read.resources?.find(({ name }) => name.toLowerCase() === payload.name.toLowerCase());
    if (found === undefined || (0,same_settings/* hashOfSettings */.D)(found.properties.settings) !== payload.settingsHash) {
        return false;
    }
    const { forceUpdateTag } = found.properties;
    // Where ARM does not tell the tag of an instance, its own word has to do: protected settings may be all that is new.
    return forceUpdateTag === undefined && payload.forceUpdateTag !== undefined
        ? read.properties.latestModelApplied === true
        : forceUpdateTag === payload.forceUpdateTag;
}

// EXTERNAL MODULE: ./lib/strategies/scale-set/instances/power.js
var power = __webpack_require__(6051);
;// CONCATENATED MODULE: ./lib/strategies/scale-set/instances/instances.js


/** Judges once what ARM says of an instance, read with `$expand=instanceView`. */
function toInstance(read, { scaleSet, payload }) {
    const { properties } = read;
    const { instanceView, protectionPolicy } = properties;
    return {
        instanceId: read.instanceId,
        name: read.name,
        zone: read.zones?.[0] ?? '',
        faultDomain: instanceView?.platformFaultDomain ?? 0,
        hasLatestModel: properties.latestModelApplied === true,
        hasPayload: hasRecorded(read, payload),
        isRunning: (0,power/* powerOf */.f)(read) === 'running',
        isSwitchedOff: (0,power/* isOff */.gK)((0,power/* powerOf */.f)(read)),
        provisioningState: properties.provisioningState ?? '',
        health: healthOf(read, scaleSet),
        isProtectedFromScaleIn: protectionPolicy?.protectFromScaleIn === true,
        isProtectedFromScaleSetActions: protectionPolicy?.protectFromScaleSetActions === true,
    };
}
function healthOf({ properties }, scaleSet) {
    const code = properties.instanceView?.vmHealth?.status.code.toLowerCase();
    if (code === undefined) {
        return isMonitored(scaleSet) ? 'unknown' : 'unmonitored';
    }
    if (code === 'healthstate/healthy') {
        return 'healthy';
    }
    return code === 'healthstate/unhealthy' ? 'unhealthy' : 'unknown';
}
/** Whether anything tells Azure how an instance is: the load balancer's health probe, or the application health extension. */
function isMonitored({ properties }) {
    const profile = properties.virtualMachineProfile;
    return (profile?.networkProfile?.healthProbe !== undefined ||
        (profile?.extensionProfile?.extensions ?? []).some(isApplicationHealth));
}
function isApplicationHealth({ properties }) {
    return (properties.publisher?.toLowerCase() === 'microsoft.managedservices' &&
        /^applicationhealth(?:linux|windows)$/i.test(properties.type ?? ''));
}

// EXTERNAL MODULE: ./lib/strategies/scale-set/payload/describe-image.js
var describe_image = __webpack_require__(6863);
;// CONCATENATED MODULE: ./lib/strategies/scale-set/payload/describe-payload.js

/** For people: an image in its own words; of an extension the beginning of the hash of its settings, and never those. */
function describePayload(payload) {
    return payload.kind === 'image'
        ? (0,describe_image/* describeImage */.h)(payload.image)
        : `extension ${payload.name} (settings ${payload.settingsHash.slice(0, 12)}${payload.forceUpdateTag === undefined ? '' : `, ${payload.forceUpdateTag}`})`;
}

// EXTERNAL MODULE: external "node:util"
var external_node_util_ = __webpack_require__(7975);
// EXTERNAL MODULE: ./lib/azure/foreign-change-error.js
var foreign_change_error = __webpack_require__(6121);
;// CONCATENATED MODULE: ./lib/azure/scale-sets/scale-set-model.js







/**
 * PATCH virtualMachineScaleSets/{name} (api-version 2026-04-01) with the image reference and nothing else, under If-Match.
 * The four parts of a marketplace image go in one, for ARM refuses them one by one. Upgrades no instance where the upgrade
 * policy is Manual; instances that are made from then on have it. Nothing is written where the model has it.
 *
 * Assumed, for no recording shows it: the reference is replaced, so that no `publisher` stays beside an `id`.
 *
 * @returns the scale set with the wanted model.
 * @throws ForeignChangeError where the model has neither image; ArmError when refused, by a mismatch of generation among
 *   others; ArmOperationError when it has failed twice; ArmOperationTimeoutError after a quarter of an hour.
 */
function changeImage(arm, { id, expected, wanted, requireRest }, signal) {
    const imageReference = (0,image_reference/* modelOf */.DM)(wanted);
    return (0,seen_change/* changeUntilSeen */.K)(arm, {
        subject: `The image ${(0,image_reference/* describeImage */.hu)(wanted)} in the model of ${id}`,
        read: () => getSettledScaleSet(arm, id, signal, MODEL_TIMEOUT_MS),
        stateOf: ({ properties }) => properties.provisioningState,
        isThere: (scaleSet) => (0,image_reference/* sameImage */.G4)(imageOf(scaleSet), wanted),
        requireOurs: (scaleSet) => {
            const found = imageOf(scaleSet);
            if (!(0,image_reference/* sameImage */.G4)(found, expected) && !(0,image_reference/* sameImage */.G4)(found, wanted)) {
                throw foreignChange(scaleSet, 'the image', {
                    expected: (0,image_reference/* describeImage */.hu)(expected),
                    found: (0,image_reference/* describeImage */.hu)(found),
                    wanted: (0,image_reference/* describeImage */.hu)(wanted),
                });
            }
            requireRest?.(scaleSet);
        },
        write: ({ etag }) => arm.write({
            method: 'PATCH',
            path: id,
            apiVersion: COMPUTE_API_VERSION,
            body: { properties: { virtualMachineProfile: { storageProfile: { imageReference } } } },
            ifMatch: etag,
            pace: 'as-told',
            timeoutMs: MODEL_TIMEOUT_MS,
        }, signal),
    }, signal);
}
function imageOf(scaleSet) {
    return scaleSet.properties.virtualMachineProfile?.storageProfile?.imageReference;
}
/**
 * PUT virtualMachineScaleSets/{name}/extensions/{extension} (api-version 2026-04-01), with all other members of that
 * extension as they are in the model. Where the model has the wanted one and has failed to carry it out, a PATCH of the
 * extension instead, which keeps the protected settings that nobody can read and send again. Other extensions are not in
 * the body: a PATCH of the scale set would have to carry them all, without their protected settings, which ARM never
 * gives back.
 *
 * ARM documents no If-Match for an extension, and none is recorded: so none is sent. Who changes the same extension between our
 * read and our write is written over, and the ETag of the scale set tells of it afterwards: it counts changes.
 *
 * @returns the scale set with the wanted model, and whether others have come between.
 * @throws ForeignChangeError where the model has neither configuration; Error where it has no such extension; else as
 *   `changeImage`.
 */
async function changeExtension(arm, { id, name, expected, wanted, requireRest }, signal) {
    const { configuration, forceUpdateTag } = wanted;
    const wantedOver = ({ settings }) => ({
        settings: configuration === undefined ? settings : configuration.settings,
        forceUpdateTag,
    });
    const isWanted = (found) => sameConfiguration(found, wantedOver(found));
    let before;
    let writes = 0;
    const scaleSet = await (0,seen_change/* changeUntilSeen */.K)(arm, {
        subject: `The configuration of extension "${name}" in the model of ${id}`,
        read: () => getSettledScaleSet(arm, id, signal, MODEL_TIMEOUT_MS),
        stateOf: ({ properties }) => properties.provisioningState,
        isThere: (scaleSet) => isWanted(requireExtension(scaleSet, name).properties),
        requireOurs: (scaleSet) => {
            const { properties: found } = requireExtension(scaleSet, name);
            if (!isWanted(found) && !sameConfiguration(found, expected)) {
                throw foreignChange(scaleSet, `extension "${name}"`, {
                    expected: describeConfiguration(expected),
                    found: describeConfiguration(found),
                    wanted: describeConfiguration(wantedOver(expected)),
                });
            }
            requireRest?.(scaleSet);
        },
        write: (found) => {
            const extension = requireExtension(found, name);
            if (!isWanted(extension.properties)) {
                before = found;
                writes = 0;
            }
            writes += 1;
            return arm.write({
                ...extensionWrite(extension, wanted),
                path: `${id}/extensions/${name}`,
                apiVersion: COMPUTE_API_VERSION,
                pace: 'as-told',
                timeoutMs: MODEL_TIMEOUT_MS,
            }, signal);
        },
    }, signal);
    const race = before && raceBetween(before, scaleSet, writes);
    return race === undefined ? { scaleSet } : { scaleSet, race };
}
/**
 * Recorded of these ETags is that they are whole numbers, and stay where nothing changes. That one change counts one is
 * assumed: where it counted more, somebody would be warned for nothing.
 */
function raceBetween(before, after, writes) {
    const [from, to] = [countOf(before), countOf(after)];
    return from !== undefined && to !== undefined && to - from > writes
        ? { before: from, after: to, ours: writes }
        : undefined;
}
function countOf({ etag }) {
    const digits = /^(?:W\/)?"?(\d+)"?$/.exec(etag ?? '')?.[1];
    return digits === undefined ? undefined : Number(digits);
}
function extensionsOf(scaleSet) {
    return scaleSet.properties.virtualMachineProfile?.extensionProfile?.extensions ?? [];
}
/** Names of extensions are compared without case, as all names of ARM. */
function findExtension(scaleSet, name) {
    return extensionsOf(scaleSet).find((each) => each.name.toLowerCase() === name.toLowerCase());
}
function requireExtension(scaleSet, name) {
    const found = findExtension(scaleSet, name);
    if (found === undefined) {
        const names = extensionsOf(scaleSet).map((each) => `"${each.name}"`);
        throw new Error(`The model of scale set ${scaleSet.name} has no extension "${name}". ` +
            (names.length === 0 ? 'It has none at all.' : `It has ${names.join(', ')}.`));
    }
    return found;
}
function extensionWrite({ name, properties }, { configuration, forceUpdateTag }) {
    // Undefined members are not sent.
    if (configuration === undefined) {
        return { method: 'PATCH', body: { properties: { settings: properties.settings, forceUpdateTag } } };
    }
    // `provisioningState` is ARM's to say, and would be refused or ignored.
    const { provisioningState, ...kept } = properties;
    return { method: 'PUT', body: { name, properties: { ...kept, ...configuration, forceUpdateTag } } };
}
function sameConfiguration(left, right) {
    return (left.forceUpdateTag === right.forceUpdateTag &&
        (0,external_node_util_.isDeepStrictEqual)(left.settings ?? {}, right.settings ?? {}));
}
/** Settings may be nobody's to read in a log: a hash tells them apart as well. */
function describeConfiguration({ settings = {}, forceUpdateTag }) {
    const hash = (0,external_node_crypto_.createHash)('sha256')
        .update(JSON.stringify(sorted(settings)))
        .digest('hex')
        .slice(0, 12);
    const tag = forceUpdateTag === undefined ? 'no forceUpdateTag' : `forceUpdateTag "${forceUpdateTag}"`;
    return `${tag} and settings with hash ${hash}`;
}
/** The same text for the same settings, in whatever order their members come. */
function sorted(value) {
    if (Array.isArray(value)) {
        return value.map(sorted);
    }
    if (typeof value !== 'object' || value === null) {
        return value;
    }
    const members = Object.entries(value).toSorted(([left], [right]) => (left < right ? -1 : 1));
    return Object.fromEntries(members.map(([name, member]) => [name, sorted(member)]));
}
function foreignChange(scaleSet, what, { expected, found, wanted }) {
    return new foreign_change_error/* ForeignChangeError */.v(`Something else has changed ${what} in the model of scale set ${scaleSet.name}: it has ${found}, where ${expected} ` +
        `was expected and ${wanted} was to be written. That is left as it is: find out who writes to it, and run again.`);
}

// EXTERNAL MODULE: ./lib/strategies/scale-set/payload/payload-text.js + 1 modules
var payload_text = __webpack_require__(1304);
;// CONCATENATED MODULE: ./lib/strategies/scale-set/payload/model.js





/** What the model has of the kind that a release changes. Undefined where it has no such thing. */
function payloadOfModel(scaleSet, like) {
    if (like.kind === 'image') {
        const image = imageOf(scaleSet);
        return image === undefined ? undefined : { kind: 'image', image };
    }
    const extension = findExtension(scaleSet, like.name ?? '');
    return extension === undefined
        ? undefined
        : (0,payload_text/* recordedExtension */.cM)(extension.name, extension.properties.settings, extension.properties.forceUpdateTag);
}
/**
 * Puts another payload into the model, by the smallest write. Nothing is written where it is there already.
 *
 * @throws RefusedError where an extension's settings are needed and no input gives them; ForeignChangeError where the model has
 *   neither payload.
 */
async function putIntoModel(arm, change, signal) {
    const { scaleSetId: id, from, to, settings, requireRest, tellRace } = change;
    if (to.kind === 'image' && from.kind === 'image') {
        await changeImage(arm, { id, expected: from.image, wanted: to.image, requireRest }, signal);
        return;
    }
    if (to.kind !== 'extension' || from.kind !== 'extension') {
        throw new Error(`A release changes an image or an extension of ${id}, not one into the other.`);
    }
    const scaleSet = await getScaleSet(arm, id, signal);
    const found = findExtension(scaleSet, to.name)?.properties;
    if (settings === undefined && !samePayload(payloadOfModel(scaleSet, to), to)) {
        throw new refused_error/* RefusedError */.f(`The settings of extension "${to.name}" that scale set ${scaleSet.name} is to have are in no record, because they may be ` +
            'secret. Give them: extension-settings and extension-protected-settings to go forwards, previous-extension-settings and ' +
            'previous-extension-protected-settings to go back.');
    }
    const { race } = await changeExtension(arm, {
        id,
        name: to.name,
        requireRest,
        // By its hash it is what was expected; by its settings it can be compared with what is there when the write goes out.
        expected: samePayload(payloadOfModel(scaleSet, from), from) ? { ...found } : {},
        wanted: { configuration: wholeOf(settings), forceUpdateTag: to.forceUpdateTag },
    }, signal);
    if (race !== undefined) {
        tellRace(race, to.name);
    }
}
/** Settings are replaced as a whole, protected ones with them: what is not said is gone. */
function wholeOf(given) {
    return given && { settings: given.settings ?? {}, protectedSettings: given.protectedSettings ?? {} };
}
function samePayload(left, right) {
    if (left?.kind === 'image' && right.kind === 'image') {
        return (0,image_reference/* sameImage */.G4)(left.image, right.image);
    }
    return (left?.kind === 'extension' &&
        right.kind === 'extension' &&
        left.name.toLowerCase() === right.name.toLowerCase() &&
        left.settingsHash === right.settingsHash &&
        left.forceUpdateTag === right.forceUpdateTag);
}

;// CONCATENATED MODULE: ./lib/strategies/scale-set/instances/touched.js







/** By its record, where there is one: a release that is over may have reached every instance. */
function reachOf(open) {
    return open?.strategy === 'canary-percent' ? 'canaries' : 'all';
}
/** @param planned what holds where somebody has removed the record. */
async function readTouched(arm, planned, plannedReach, signal) {
    const { scaleSetId, payload, previous } = planned;
    const { release, reach } = recorded(await getScaleSet(arm, scaleSetId, signal), planned, plannedReach);
    const reads = await restingInstances(arm, release, reach, signal);
    const scaleSet = await getScaleSet(arm, scaleSetId, signal);
    const ids = touchedIds(reads, release, reach);
    const keptIds = keptFromTakingBack(reads, release, reach);
    const model = payloadOfModel(scaleSet, payload);
    const isModelThere = samePayload(model, payload);
    const isModelBack = previous !== undefined && samePayload(model, previous);
    return {
        ids,
        isTakenBack: isModelBack && ids.length === 0 && keptIds.length === 0,
        isGone: previous !== undefined && !isModelThere && ids.length === 0 && keptIds.length === 0,
        isModelThere,
        payloadIds: idsOf(reads.filter((read) => hasRecorded(read, payload))),
        restlessIds: idsOf(reads.filter((read) => isRestless(read) && isReached(read, release, reach))),
        explanation: [
            `its model has ${isModelBack ? 'the former payload' : isModelThere ? 'the new payload' : 'a payload that is not of this release'}`,
            ...(ids.length === 0 && keptIds.length === 0
                ? ['every instance that it has reached is as it was']
                : []),
            ...(ids.length === 0
                ? []
                : [
                    `not as before: ${describeStates(reads.filter(({ instanceId }) => ids.includes(instanceId)), payload)}`,
                ]),
            ...(keptIds.length === 0 ? [] : [describeKept(keptIds)]),
        ].join('; '),
    };
}
/** Each with what keeps it from being back: `instance 2 (Updating), instances 3, 7 (with the new payload)`. */
function describeStates(reads, payload) {
    const stateOf = (read) => {
        const what = hasRecorded(read, payload) ? ['with the new payload'] : [];
        return isRestless(read)
            ? [read.properties.provisioningState, ...what].join(', ')
            : what.join() || 'with neither payload';
    };
    return [...Map.groupBy(reads, stateOf)]
        .map(([state, those]) => `${(0,named_instances/* namedInstances */.M)(idsOf(those))} (${state})`)
        .join(', ');
}
/** This run, or one before it, may have reached more than was planned: before it upgrades somebody, the record says so. */
function recorded({ tags }, planned, reach) {
    const { release: open } = (0,record_record/* readRecord */.aE)(tags);
    return open?.id === planned.releaseId
        ? {
            release: { ...planned, otherIds: open.otherIds },
            reach: reachOf(open) === 'all' ? 'all' : reach,
        }
        : { release: planned, reach };
}
/** Of recorded upgrades nine in ten had ended by then. Whoever is `Updating` still is not as it was. */
const PATIENCE_MS = 240_000;
/** An upgrade that runs brings its instance the payload only at its end. */
async function restingInstances(arm, release, reach, signal) {
    for (let waitedMs = 0;; waitedMs += COMPUTE_LISTING_MS) {
        const reads = await listInstances(arm, release.scaleSetId, signal);
        const isBusy = reads.some((read) => read.properties.provisioningState === 'Updating' && isReached(read, release, reach));
        if (!isBusy || waitedMs >= PATIENCE_MS) {
            return reads;
        }
        await arm.pause(COMPUTE_LISTING_MS, signal);
    }
}
function touchedIds(reads, release, reach) {
    return idsOf(reads.filter((read) => !isProtected(read) && isTouched(read, release, reach)));
}
/** Whom the release has reached, and somebody has protected since: nothing but that keeps them from going back. */
function keptFromTakingBack(reads, release, reach) {
    return idsOf(reads.filter((read) => isProtected(read) && isReached(read, release, reach) && hasRecorded(read, release.payload)));
}
/** @param ids of `keptFromTakingBack`; not empty. */
function describeKept(ids) {
    const [keep, them] = ids.length === 1 ? ['keeps', 'it'] : ['keep', 'them'];
    return `${(0,named_instances/* namedInstances */.M)(ids)} ${keep} what the release has brought, because protectFromScaleSetActions keeps every upgrade from ${them}: take that from ${them}`;
}
function isProtected({ properties }) {
    return properties.protectionPolicy?.protectFromScaleSetActions === true;
}
function isRestless({ properties }) {
    return ['Failed', 'Updating'].includes(properties.provisioningState ?? '');
}
function idsOf(reads) {
    return reads.map(({ instanceId }) => instanceId);
}
function isReached({ instanceId }, { canaryIds, otherIds }, reach) {
    return reach === 'all' ? !otherIds.includes(instanceId) : canaryIds.includes(instanceId);
}
function isTouched(read, release, reach) {
    const { payload, previous } = release;
    const mayBe = isReached(read, release, reach);
    if (mayBe && isRestless(read)) {
        return true;
    }
    if (previous !== undefined) {
        // Who is reached and has neither was upgraded while somebody else had changed the model.
        return !hasRecorded(read, previous) && (mayBe || hasRecorded(read, payload));
    }
    return hasRecorded(read, payload);
}

;// CONCATENATED MODULE: ./lib/strategies/scale-set/instances/other-instances.js





/**
 * Whom a rollout finds in a state that it would otherwise be taken to have brought about: with neither payload, as after an
 * upgrade to somebody else's model, or `Failed`. Once it has begun, its record goes on to tell.
 */
function othersOf(reads, release, open) {
    if (release.previous === undefined) {
        return [];
    }
    if (open !== undefined && reachOf(open) === 'all') {
        return open.otherIds;
    }
    return reads
        .filter(({ instanceId }) => !release.canaryIds.includes(instanceId))
        .filter((read) => !hasRecorded(read, release.payload))
        .filter((read) => isStray(read, release) || read.properties.provisioningState === 'Failed')
        .map(({ instanceId }) => instanceId);
}
/** Instances on what is in no model: upgraded, they cannot get it back. */
function strayHazards(reads, release, upgradedIds) {
    const { scaleSetId, payload, previous } = release;
    const ids = reads
        .filter((read) => upgradedIds.includes(read.instanceId) && isStray(read, release))
        .map(({ instanceId }) => instanceId);
    return previous === undefined || ids.length === 0
        ? []
        : [
            `${(0,named_instances/* namedInstances */.M)(ids, 'Instance')} of ${(0,resource_id/* nameOf */.Vb)(scaleSetId)} ${ids.length === 1 ? 'has' : 'have'} neither ${describePayload(payload)} ` +
                `nor ${describePayload(previous)}. What was upgraded cannot get back what it has now: taking the release back brings ` +
                `${describePayload(previous)}.`,
        ];
}
/** Where the model has more to give than the payload, an upgrade brings all of it, and taking the payload back leaves it there. */
function otherChangeHazards(reads, release, isInModel) {
    const { scaleSetId, payload, previous } = release;
    const inModel = isInModel ? payload : previous;
    const ids = reads
        .filter(({ properties }) => properties.latestModelApplied === false && properties.provisioningState === 'Succeeded')
        .filter((read) => inModel !== undefined && hasRecorded(read, inModel))
        .map(({ instanceId }) => instanceId);
    return ids.length === 0
        ? []
        : [
            `The model of ${(0,resource_id/* nameOf */.Vb)(scaleSetId)} has more that ${(0,named_instances/* namedInstances */.M)(ids)} ${ids.length === 1 ? 'has' : 'have'} not got, beside the payload: ` +
                'somebody has changed another part of it. Every upgrade brings that too, nobody has looked at it on a canary, and taking the ' +
                'release back does not take it back.',
        ];
}
function isStray(read, { payload, previous }) {
    return previous !== undefined && !hasRecorded(read, payload) && !hasRecorded(read, previous);
}

;// CONCATENATED MODULE: ./lib/strategies/scale-set/observed/before-release.js

/**
 * How a release finds the instances.
 *
 * @param reachedIds Whom it has reached in a former run: who is among them and not well has become so by it, unless the record
 *   says that it was not well before either.
 */
function beforeRelease(instances, reachedIds, recorded) {
    const sickIds = recorded?.sickIds ?? [];
    const sick = instances
        // Who is being made is not there yet, and will be well as far as anybody knows.
        .filter(({ provisioningState }) => provisioningState !== 'Creating')
        .filter((instance) => !serves(instance) &&
        (!reachedIds.includes(instance.instanceId) || sickIds.includes(instance.instanceId)));
    return {
        instanceCount: instances.length,
        sickIds: new Set(sick.map(({ instanceId }) => instanceId)),
    };
}
function sickBefore({ sickIds }, clock) {
    return { type: 'sick-before', atMs: clock.monotonicMs(), instanceIds: [...sickIds] };
}

;// CONCATENATED MODULE: ./lib/strategies/scale-set/record/open-release.js



/** What the tags say of a previous payload that nobody knows. */
const UNKNOWN = 'unknown';
/** As it is written down when a run opens it. */
function openReleaseOf({ arm, lease, release, before }, { strategy }) {
    const subscriptionId = subscriptionOf(release.scaleSetId);
    return {
        id: release.releaseId,
        strategy,
        openedAtEpochMs: arm.epochMs(),
        run: lease.owner,
        previousPayload: release.previous === undefined ? UNKNOWN : (0,payload_text/* payloadText */.Ai)(release.previous, subscriptionId),
        payload: (0,payload_text/* payloadText */.Ai)(release.payload, subscriptionId),
        canaryIds: release.canaryIds,
        otherIds: release.otherIds,
        sickIds: [...before.sickIds],
        protectedIds: [],
        hasSuspendedRepairs: false,
    };
}
/** @throws RefusedError for what a newer version wrote, or a hand. */
function readRelease(scaleSetId, open) {
    const previous = open.previousPayload === UNKNOWN ? undefined : payloadIn(scaleSetId, open, open.previousPayload);
    return {
        scaleSetId,
        releaseId: open.id,
        payload: payloadIn(scaleSetId, open, open.payload),
        ...(previous === undefined ? {} : { previous }),
        canaryIds: open.canaryIds,
        otherIds: open.otherIds,
    };
}
function payloadIn(scaleSetId, { id }, text) {
    const payload = (0,payload_text/* readPayloadText */.w_)(text, subscriptionOf(scaleSetId));
    if (payload === undefined) {
        throw new refused_error/* RefusedError */.f(`The record of release ${id} names the payload "${text}", which this version cannot read. Finish the release with the ` +
            'version that opened it.');
    }
    return payload;
}
function subscriptionOf(scaleSetId) {
    return (0,resource_id/* parseResourceId */.RQ)(scaleSetId)?.subscriptionId ?? '';
}

;// CONCATENATED MODULE: ./lib/strategies/scale-set/observed/see-release.js












/** Reads all instances, by one listing, and says how they are. */
async function seeRelease(work, clock, signal) {
    const { arm, release, emit, before, troubled } = work;
    const { scaleSetId, payload } = release;
    const [scaleSet, reads] = await Promise.all([
        getScaleSet(arm, scaleSetId, signal),
        listInstances(arm, scaleSetId, signal),
    ]);
    emit(releaseSeen(release, { scaleSet, reads, judged: { ...troubled, ...before } }, clock));
    return { scaleSet, instances: reads.map((read) => toInstance(read, { scaleSet, payload })) };
}
/** What has been read of a release: how its instances are. */
function releaseSeen(release, { scaleSet, reads, judged }, clock) {
    const { payload, canaryIds } = release;
    const instances = reads.map((read) => seenInstance(read, toInstance(read, { scaleSet, payload }), {
        scaleSet,
        canaryIds,
        isReleased: true,
        judged,
    }));
    return { ...releaseUnseen(release, clock), instances, ...(reads.length === 0 ? { hasNone: true } : {}) };
}
/** How the instances are where there is no release that they could have: who is not well is so by Azure's own word alone. */
function instancesSeen({ scaleSet, reads }, clock) {
    const image = payloadOfModel(scaleSet, { kind: 'image' });
    const instances = reads.map((read) => {
        const instance = image && toInstance(read, { scaleSet, payload: image });
        const seen = seenInstance(read, instance, { scaleSet, canaryIds: [], isReleased: false });
        return seen.health === 'unhealthy' && !(0,power/* isOff */.gK)(seen.power) ? { ...seen, role: 'unhealthy' } : seen;
    });
    return {
        type: 'release-seen',
        atMs: clock.monotonicMs(),
        scaleSet: scaleSet.name,
        resourceGroup: (0,resource_id/* resourceGroupOf */.Tp)(scaleSet.id) ?? '',
        releaseId: '',
        previousPayload: '',
        payload: '',
        canaryIds: [],
        instances,
        ...(reads.length === 0 ? { hasNone: true } : {}),
    };
}
/** How its instances are is not known any more. */
function releaseUnseen({ scaleSetId, payload, previous, releaseId, canaryIds }, clock) {
    const subscriptionId = subscriptionOf(scaleSetId);
    return {
        type: 'release-seen',
        atMs: clock.monotonicMs(),
        scaleSet: (0,resource_id/* nameOf */.Vb)(scaleSetId),
        resourceGroup: (0,resource_id/* resourceGroupOf */.Tp)(scaleSetId) ?? '',
        releaseId,
        previousPayload: previous === undefined ? '' : (0,payload_text/* payloadText */.Ai)(previous, subscriptionId),
        payload: (0,payload_text/* payloadText */.Ai)(payload, subscriptionId),
        canaryIds,
        instances: [],
    };
}
/**
 * What is to be known of them without having asked any: by the record, by who is switched off, and by whom Azure calls unhealthy, or
 * failed, with what the release brings. A canary whose upgrade has failed may not have come to have it.
 */
function judgedByRecord({ scaleSet, reads }, { payload }, open) {
    if (open === undefined) {
        return undefined;
    }
    const sickIds = new Set(open.sickIds);
    const instances = reads.map((read) => toInstance(read, { scaleSet, payload }));
    const { unhealthy, quarantined } = troubleFound(instances, { sickIds });
    for (const read of reads) {
        const { instanceId } = read;
        const instance = toInstance(read, { scaleSet, payload });
        const isSick = instance.hasPayload && instance.health === 'unhealthy';
        const reasons = [
            ...(isSick ? ['is unhealthy, by what Azure says'] : []),
            ...(instance.hasPayload || open.canaryIds.includes(instanceId) ? failuresOf(read) : []),
        ];
        if (reasons.length > 0) {
            unhealthy.set(instanceId, [...(unhealthy.get(instanceId) ?? []), ...reasons]);
        }
    }
    return { unhealthy, quarantined, sickIds };
}
/** What is told of an instance. @param instance absent: it could be compared with nothing. */
function seenInstance(read, instance, { scaleSet, canaryIds, isReleased, judged }) {
    const { instanceId } = read;
    const upToDate = isUpToDate(read, scaleSet);
    const hasPayload = isReleased && instance?.hasPayload === true;
    // Taken back: what had been wrong with it is gone with the payload.
    const isBack = upToDate && !hasPayload;
    return {
        instanceId,
        zone: read.zones?.[0] ?? '',
        faultDomain: read.properties.instanceView?.platformFaultDomain ?? 0,
        image: imageText(read),
        isUpToDate: upToDate,
        hasPayload,
        health: instance?.health ?? 'unknown',
        provisioningState: read.properties.provisioningState ?? 'unknown',
        power: (0,power/* powerOf */.f)(read),
        role: isReleased ? roleOf(instanceId, { hasPayload, isBack, canaryIds, judged }) : 'none',
    };
}
/** By ARM's own word and by the image that it really runs: with `latest` in the model the two differ. */
function isUpToDate(read, scaleSet) {
    const image = payloadOfModel(scaleSet, { kind: 'image' });
    return read.properties.latestModelApplied === true && (image === undefined || hasRecorded(read, image));
}
function roleOf(id, { hasPayload, isBack, canaryIds, judged }) {
    if (judged?.quarantined.has(id)) {
        return 'quarantined';
    }
    if (judged?.unhealthy.has(id) && !isBack) {
        return judged.sickIds.has(id) ? 'sick' : 'unhealthy';
    }
    if (!hasPayload) {
        return 'old';
    }
    return canaryIds.includes(id) ? 'canary' : 'upgraded';
}
function imageText({ properties }) {
    const image = properties.storageProfile?.imageReference;
    return image === undefined ? '' : (0,describe_image/* describeImage */.h)(image);
}

// EXTERNAL MODULE: ./lib/record/attempt.js
var attempt = __webpack_require__(2672);
// EXTERNAL MODULE: ./lib/record/last-run.js
var last_run = __webpack_require__(5117);
// EXTERNAL MODULE: ./lib/azure/regions.js
var azure_regions = __webpack_require__(102);
;// CONCATENATED MODULE: ./lib/azure/images/image-versions.js
/**
 * Orders versions of images, `Major.Minor.Patch` of decimal numbers, from the lowest to the highest: `1.10.0` is higher than
 * `1.9.0`. A part may be longer than the numbers that a double holds exactly: publishers put dates and times there.
 */
function compareVersions(left, right) {
    const lefts = left.split('.');
    const rights = right.split('.');
    const length = Math.max(lefts.length, rights.length);
    for (let index = 0; index < length; index += 1) {
        const difference = compareNumbers(lefts[index] ?? '0', rights[index] ?? '0');
        if (difference !== 0) {
            return difference;
        }
    }
    return 0;
}
function compareNumbers(left, right) {
    const [one, other] = [BigInt(left), BigInt(right)];
    return one === other ? 0 : one < other ? -1 : 1;
}
/** Whether ARM would take it for a version at all. */
function isVersion(text) {
    return /^\d+(\.\d+)*$/.test(text);
}

;// CONCATENATED MODULE: ./lib/azure/images/resolved-image.js

/** There is no such image, or no machine can be made of it where it is asked for. Nothing was changed. */
class ImageError extends Error {
    name = 'ImageError';
    code = 'ImageNotUsable';
}
/** @throws ImageError with `message` where ARM does not know the resource. */
async function orNotFound(read, message) {
    try {
        return await read;
    }
    catch (error) {
        throw error instanceof arm_error/* ArmError */.dW && error.status === 404
            ? new ImageError(message, { cause: error })
            : error;
    }
}
/** Feature `SecurityType` of a gallery image definition or a marketplace image. */
function securityTypeOf(features = []) {
    const value = features.find(({ name }) => name?.toLowerCase() === 'securitytype')?.value;
    return value === undefined || value.toLowerCase() === 'none' ? {} : { securityType: value };
}

;// CONCATENATED MODULE: ./lib/azure/images/gallery-images.js



const GALLERY_API_VERSION = '2023-07-03';
const GALLERY_IMAGE = /^(?<definition>\/subscriptions\/[^/]+\/resourceGroups\/[^/]+\/providers\/Microsoft\.Compute\/galleries\/[^/]+\/images\/[^/]+)(?:\/versions\/(?<version>[^/]+))?$/i;
/**
 * GalleryImages_Get, and GalleryImageVersions_Get or GalleryImageVersions_ListByGalleryImage. Without a version, or with
 * `latest`, it is the one that the platform would take in that region: the highest that is not kept from being the latest
 * one, there or everywhere, and that has arrived there.
 */
async function resolveGalleryImage(arm, id, { region }, signal) {
    const { definition: definitionId, version: asked } = GALLERY_IMAGE.exec(id)?.groups ?? {};
    if (definitionId === undefined) {
        throw new ImageError(`"${id}" is neither a gallery image, .../galleries/{gallery}/images/{image}, nor one of its versions, .../versions/{version}.`);
    }
    const read = arm.get(definitionId, GALLERY_API_VERSION, signal);
    const definition = await orNotFound(read, `There is no gallery image ${definitionId}.`);
    const version = asked === undefined || asked.toLowerCase() === 'latest'
        ? await findLatest(arm, definitionId, region, signal)
        : await findVersion(arm, definitionId, asked, region, signal);
    const { osType, osState, hyperVGeneration = 'V1', architecture, features } = definition.properties;
    return {
        image: { id: `${definitionId}/versions/${version.name}` },
        osType,
        generation: hyperVGeneration,
        ...securityTypeOf(features),
        ...(architecture === undefined ? {} : { architecture }),
        ...(osState === undefined ? {} : { osState }),
        regions: targetRegionsOf(version).map(({ name }) => (0,azure_regions/* regionName */.g)(name)),
        source: 'gallery',
    };
}
async function findVersion(arm, definitionId, name, region, signal) {
    const version = await readVersion(arm, definitionId, name, signal);
    const reason = reasonAgainst(version, region);
    if (reason !== undefined) {
        throw new ImageError(`Version ${name} of gallery image ${definitionId} ${reason}.`);
    }
    return version;
}
async function findLatest(arm, definitionId, region, signal) {
    const path = `${definitionId}/versions`;
    const versions = (await arm.list(path, GALLERY_API_VERSION, signal));
    const eligible = versions
        .filter((version) => isVersion(version.name) && mayBeLatest(version, region))
        .toSorted((left, right) => compareVersions(right.name, left.name));
    const reasons = [];
    for (const { name } of eligible) {
        const version = await readVersion(arm, definitionId, name, signal);
        const reason = reasonAgainst(version, region);
        if (reason === undefined) {
            return version;
        }
        reasons.push(`${name} ${reason}`);
    }
    throw new ImageError(`Gallery image ${definitionId} has no version that is the latest one in ${(0,azure_regions/* regionName */.g)(region)}: ` +
        (reasons.length === 0
            ? `none of its ${versions.length} versions is replicated there without being excluded from latest.`
            : `${reasons.join('; ')}.`));
}
async function readVersion(arm, definitionId, name, signal) {
    const path = `${definitionId}/versions/${name}`;
    const query = { $expand: 'ReplicationStatus' };
    const read = arm.get(path, GALLERY_API_VERSION, signal, query);
    return await orNotFound(read, `Gallery image ${definitionId} has no version ${name}.`);
}
function mayBeLatest(version, region) {
    const target = targetIn(version, region);
    const isExcluded = version.properties.publishingProfile?.excludeFromLatest ?? false;
    return target !== undefined && !isExcluded && !(target.excludeFromLatest ?? false);
}
/** Why no machine can be made of a version in a region: completes a sentence that begins with its name. */
function reasonAgainst(version, region) {
    const { provisioningState, replicationStatus } = version.properties;
    const wanted = (0,azure_regions/* regionName */.g)(region);
    if (targetIn(version, region) === undefined) {
        const regions = targetRegionsOf(version).map(({ name }) => (0,azure_regions/* regionName */.g)(name));
        return `is not replicated to ${wanted}, only to ${regions.join(', ') || 'nowhere'}: add the region to its target regions`;
    }
    if (provisioningState === 'Failed' || provisioningState === 'Deleting') {
        return `is ${provisioningState}`;
    }
    const arrival = replicationStatus?.summary?.find((each) => (0,azure_regions/* regionName */.g)(each.region ?? '') === wanted);
    return arrival?.state === undefined || arrival.state === 'Completed'
        ? undefined
        : `has not arrived in ${wanted}: its replication is ${arrival.state}`;
}
function targetIn(version, region) {
    return targetRegionsOf(version).find(({ name }) => (0,azure_regions/* regionName */.g)(name) === (0,azure_regions/* regionName */.g)(region));
}
function targetRegionsOf({ properties }) {
    return properties.publishingProfile?.targetRegions ?? [];
}

;// CONCATENATED MODULE: ./lib/azure/images/managed-images.js



/** Images_Get. A managed image serves its own region, and no security type beyond the standard one. */
async function resolveManagedImage(arm, id, { region }, signal) {
    const read = arm.get(id, COMPUTE_API_VERSION, signal);
    const { name, location, properties } = await orNotFound(read, `There is no managed image ${id}.`);
    const { hyperVGeneration = 'V1', provisioningState, storageProfile } = properties;
    if ((0,azure_regions/* regionName */.g)(location) !== (0,azure_regions/* regionName */.g)(region)) {
        throw new ImageError(`Managed image ${name} lies in ${(0,azure_regions/* regionName */.g)(location)}, and the scale set in ${(0,azure_regions/* regionName */.g)(region)}: make the image there, or ` +
            'publish it in a gallery that replicates it.');
    }
    if (provisioningState !== undefined && provisioningState !== 'Succeeded') {
        throw new ImageError(`Managed image ${name} is ${provisioningState}: no machine can be made of it until it has Succeeded.`);
    }
    const { osDisk } = storageProfile ?? {};
    if (osDisk === undefined) {
        throw new ImageError(`Managed image ${name} has no OS disk: no machine can be made of data disks alone.`);
    }
    return {
        image: { id },
        osType: osDisk.osType,
        generation: hyperVGeneration,
        ...(osDisk.osState === undefined ? {} : { osState: osDisk.osState }),
        regions: [(0,azure_regions/* regionName */.g)(location)],
        source: 'managed-image',
    };
}

;// CONCATENATED MODULE: ./lib/azure/images/marketplace-images.js





/** VirtualMachineImages_Get, and VirtualMachineImages_List, which answers a bare array, for `latest`. */
async function resolveMarketplaceImage(arm, image, { subscriptionId, region }, signal) {
    const { publisher, offer, sku } = image;
    const location = (0,azure_regions/* regionName */.g)(region);
    const name = `${publisher}:${offer}:${sku}`;
    const versions = `${(0,scopes/* subscriptionScope */.gx)(subscriptionId)}/providers/Microsoft.Compute/locations/${location}/publishers/` +
        `${encodeURIComponent(publisher)}/artifacttypes/vmimage/offers/${encodeURIComponent(offer)}/skus/${encodeURIComponent(sku)}/versions`;
    const version = image.version.toLowerCase() === 'latest'
        ? await marketplace_images_findLatest(arm, versions, `marketplace image ${name} in ${location}`, signal)
        : image.version;
    const read = arm.get(`${versions}/${encodeURIComponent(version)}`, COMPUTE_API_VERSION, signal);
    const found = await orNotFound(read, `There is no version ${version} of marketplace image ${name} in ${location}.`);
    const { osDiskImage, hyperVGeneration = 'V1', architecture, features, plan } = found.properties;
    if (osDiskImage === undefined) {
        throw new ImageError(`ARM does not say which OS version ${version} of marketplace image ${name} has.`);
    }
    if (found.properties.imageDeprecationStatus?.imageState === 'Deprecated') {
        throw new ImageError(`Version ${version} of marketplace image ${name} is deprecated: its publisher lets nobody make new machines of it.`);
    }
    return {
        image: { publisher, offer, sku, version },
        osType: osDiskImage.operatingSystem,
        generation: hyperVGeneration,
        ...securityTypeOf(features),
        ...(architecture === undefined ? {} : { architecture }),
        regions: [location],
        source: 'marketplace',
        ...(plan === undefined ? {} : { plan }),
    };
}
async function marketplace_images_findLatest(arm, versions, name, signal) {
    const read = arm.get(versions, COMPUTE_API_VERSION, signal);
    const all = await orNotFound(read, `There is no ${name}.`);
    const latest = all
        .map((version) => version.name)
        .filter(isVersion)
        .toSorted(compareVersions)
        .at(-1);
    if (latest === undefined) {
        throw new ImageError(`There is no version of ${name}.`);
    }
    return latest;
}

;// CONCATENATED MODULE: ./lib/azure/images/images.js





/**
 * Finds the image that is asked for as the machines of a region would get it, and pins it: `latest` of the marketplace, and
 * a gallery image without a version, become the version that they stand for now. Only reads.
 *
 * @throws ImageError where there is no such image, or none that machines in the region can be made of; ArmError when refused.
 */
function resolveImage(arm, requested, place, signal) {
    const { id } = requested;
    if (id !== undefined && /\/galleries\//i.test(id)) {
        return resolveGalleryImage(arm, id, place, signal);
    }
    if (id !== undefined && /\/providers\/Microsoft\.Compute\/images\/[^/]+$/i.test(id)) {
        return resolveManagedImage(arm, id, place, signal);
    }
    const { publisher, offer, sku, version } = requested;
    if (publisher !== undefined && offer !== undefined && sku !== undefined && version !== undefined) {
        return resolveMarketplaceImage(arm, { publisher, offer, sku, version }, place, signal);
    }
    return Promise.reject(new ImageError(`"${(0,image_reference/* describeImage */.hu)(requested)}" is no image that can be looked up. Give the resource id of a managed image, of a gallery ` +
        'image or of one of its versions, or publisher:offer:sku:version of a marketplace image.'));
}

;// CONCATENATED MODULE: ./lib/strategies/scale-set/payload/custom-script.js
/** Extensions that run a script of the user's once for each new configuration. */
const CUSTOM_SCRIPTS = {
    'microsoft.azure.extensions/customscript': 'linux',
    'microsoft.ostcextensions/customscriptforlinux': 'linux-version-1',
    'microsoft.compute/customscriptextension': 'windows',
};
/** Undefined for an extension that is no custom script. */
function customScriptOf({ properties }) {
    const handler = handlerOf(properties).toLowerCase();
    return Object.entries(CUSTOM_SCRIPTS).find(([known]) => known === handler)?.[1];
}
/** `Microsoft.Azure.Extensions/CustomScript` */
function handlerOf({ publisher, type }) {
    return `${publisher ?? 'unknown publisher'}/${type ?? 'unknown type'}`;
}

;// CONCATENATED MODULE: ./lib/strategies/scale-set/payload/force-run.js


/** @param releaseId What the payload has as its `forceUpdateTag`. */
function planExtensionRun(inModel, wanted, releaseId) {
    const { name, properties } = inModel;
    const isSame = (0,same_settings/* sameSettings */.K)(properties.settings, wanted.settings);
    if (isSame && properties.forceUpdateTag === releaseId) {
        return { kind: 'there' };
    }
    if (wanted.protectedSettings !== undefined && (isSame || wanted.settings === undefined)) {
        const open = isSame
            ? `The public settings of the extension "${name}" are what they were`
            : `The public settings that the extension "${name}" has are not given again, so they are taken away`;
        return {
            kind: 'forced',
            reason: `${open}, and protected ones cannot be compared, because Azure never gives them back: forceUpdateTag ${releaseId} makes ` +
                'it run in any case.',
        };
    }
    if (!isSame) {
        return { kind: 'changed' };
    }
    if (customScriptOf(inModel) === undefined) {
        return {
            kind: 'refused',
            reason: `The extension "${name}" (${handlerOf(properties)}) has these settings already. A custom script can be made to run ` +
                'again with them; whether this extension does anything then is not known. Change its settings, or release nothing.',
        };
    }
    return {
        kind: 'forced',
        reason: `The settings of the extension "${name}" are what they were, with which the platform would not run the script again: ` +
            `forceUpdateTag ${releaseId} makes it.`,
    };
}

// EXTERNAL MODULE: external "node:zlib"
var external_node_zlib_ = __webpack_require__(8522);
;// CONCATENATED MODULE: ./lib/strategies/scale-set/payload/inline-script.js



/** Of the text in `script`, as the Linux custom script extension 2.1 has it: encoded, and compressed where it is. */
const LONGEST_SCRIPT = 256 * 1024;
/** Settings that say what is run: a script beside them would be a second answer to one question. */
const RIVALS = ['script', 'commandToExecute', 'fileUris'];
/**
 * The settings that make a custom script extension run what was asked for.
 *
 * @throws RefusedError
 */
function settingsWithScript({ settings, protectedSettings, script }, extension) {
    const given = {
        ...(settings === undefined ? {} : { settings }),
        ...(protectedSettings === undefined ? {} : { protectedSettings }),
    };
    if (script === undefined) {
        requireOneCommand(given, extension);
        return given;
    }
    refuseOthers(extension);
    refuseRivals(given, extension);
    return script.kind === 'inline'
        ? { ...given, settings: { ...settings, script: encodeScript(script) } }
        : withUri(given, script.uri);
}
/** Where a custom script extension looks for what to run, in the public settings or in the protected ones. */
const COMMANDS = ['script', 'commandtoexecute'];
/** The extension would refuse it on every machine, one after the other. */
function requireOneCommand({ settings = {}, protectedSettings = {} }, extension) {
    const given = [...Object.keys(settings), ...Object.keys(protectedSettings)];
    const commands = given.filter((key) => COMMANDS.includes(key.toLowerCase()));
    if (customScriptOf(extension) === undefined || commands.length === 1) {
        return;
    }
    throw new refused_error/* RefusedError */.f(commands.length === 0
        ? `The settings for the extension "${extension.name}" do not say what to run. Put commandToExecute into extension-settings or ` +
            'extension-protected-settings, which replace what it has as a whole, or give extension-script.'
        : `The settings for the extension "${extension.name}" say more than once what to run (${commands.join(', ')}, in extension-settings and ` +
            'extension-protected-settings together). Keep one of them.');
}
function refuseOthers(extension) {
    const kind = customScriptOf(extension);
    if (kind === 'linux') {
        return;
    }
    const what = `extension-script cannot be run by the extension "${extension.name}" (${handlerOf(extension.properties)})`;
    throw new refused_error/* RefusedError */.f(kind === 'windows'
        ? `${what}: on Windows there is no setting for a script. Put it where the machines can download it, and set fileUris and ` +
            'commandToExecute (powershell -ExecutionPolicy Unrestricted -File name.ps1) with extension-settings.'
        : `${what}, only by Microsoft.Azure.Extensions/CustomScript. Say what shall run with extension-settings, in the ` +
            'words of that extension, or name the custom script extension with extension.');
}
function refuseRivals({ settings, protectedSettings }, { name }) {
    const given = Object.keys({ ...settings, ...protectedSettings });
    const rivals = RIVALS.filter((rival) => given.includes(rival));
    if (rivals.length > 0) {
        throw new refused_error/* RefusedError */.f(`The settings for the extension "${name}" have ${rivals.join(' and ')}, and extension-script says what to run as well. Keep ` +
            'one of them: a command with arguments goes into extension-settings, with fileUris beside it.');
    }
}
/** In base64, compressed where that is shorter: the extension looks at the content and unpacks it. */
function encodeScript({ fileName, content }) {
    const plain = Buffer.from(content, 'utf8');
    const packed = (0,external_node_zlib_.gzipSync)(plain, { level: 9 });
    // Byte 9 names the system that packed it. The same script has to be the same setting from every runner.
    packed[9] = 255;
    const script = (packed.length < plain.length ? packed : plain).toString('base64');
    if (plain.length === 0) {
        throw new refused_error/* RefusedError */.f(`extension-script ${fileName} is empty: there is nothing to run.`);
    }
    if (script.length > LONGEST_SCRIPT) {
        throw new refused_error/* RefusedError */.f(`extension-script ${fileName} has ${script.length} characters as it would be sent (base64, compressed where that is ` +
            `shorter), and the custom script extension takes ${LONGEST_SCRIPT}. Put it where the machines can download it, and give its URI.`);
    }
    return script;
}
/** A URI with a query carries a signature as a rule, which lets anybody read what it names: that is no public setting. */
function withUri(given, uri) {
    const isSigned = new URL(uri).search !== '';
    const { settings, protectedSettings } = given;
    const run = { commandToExecute: commandFor(uri) };
    return isSigned
        ? {
            settings: { ...settings, ...run },
            protectedSettings: { ...protectedSettings, fileUris: [uri] },
        }
        : { ...given, settings: { ...settings, fileUris: [uri], ...run } };
}
/** The extension downloads a file under the last part of its path, makes it executable, and runs commands beside it. */
function commandFor(uri) {
    const { origin, pathname } = new URL(uri);
    const name = decode(pathname.slice(pathname.lastIndexOf('/') + 1));
    if (name === undefined || name === '') {
        throw new refused_error/* RefusedError */.f(`extension-script ${origin}${pathname} names no file: its path has to end in the name of the script.`);
    }
    return /^[\w.@%+=:-]+$/.test(name) ? `./${name}` : `'./${name.replaceAll("'", "'\\''")}'`;
}
/** Undefined for a `%` that is no escape, which the extension would not download either. */
function decode(name) {
    try {
        return decodeURIComponent(name);
    }
    catch {
        return undefined;
    }
}

;// CONCATENATED MODULE: ./lib/strategies/scale-set/payload/resolve-payload.js









/**
 * @param releaseId what an extension gets as its `forceUpdateTag`.
 * @throws RefusedError where there is no such image or extension.
 */
async function resolvePayload({ arm, signal }, scaleSet, requested, releaseId) {
    if (requested.kind === 'extension') {
        return resolveExtension(scaleSet, requested, releaseId);
    }
    const place = { subscriptionId: subscriptionOf(scaleSet.id), region: scaleSet.location };
    try {
        const resolvedImage = await resolveImage(arm, requested.image, place, signal);
        return {
            recorded: { kind: 'image', image: resolvedImage.image },
            sources: {},
            resolvedImage,
            refusals: [],
            hazards: [
                'An image upgrade replaces the OS disk of each instance that it reaches: what was written there since is gone. Data disks stay.',
            ],
        };
    }
    catch (error) {
        throw error instanceof ImageError ? refused(error, requested.input ?? 'image') : error;
    }
}
/** The image is named in the error; what Azure was asked for knows of no inputs. */
function refused(error, input) {
    const isAbsent = error.cause instanceof arm_error/* ArmError */.dW;
    const allowed = 'Allowed: a managed image, a gallery image or a version of one, or publisher:offer:sku:version, that exists and that the identity may read.';
    return new refused_error/* RefusedError */.f(`${input}: ${error.message}${isAbsent ? ` ${allowed}` : ''}`, { cause: error });
}
function resolveExtension(scaleSet, { name, ...requested }, releaseId) {
    const extension = findExtension(scaleSet, name);
    if (extension === undefined) {
        const names = (scaleSet.properties.virtualMachineProfile?.extensionProfile?.extensions ?? []).map((each) => each.name);
        throw new refused_error/* RefusedError */.f(`The model of scale set "${scaleSet.name}" has no extension "${name}"; it has ${names.join(', ') || 'none'}. Add it to the ` +
            'model first (az vmss extension set): a release changes the settings of one that is there.');
    }
    const settings = settingsWithScript(requested, extension);
    const run = planExtensionRun(extension, settings, releaseId);
    return {
        recorded: (0,payload_text/* recordedExtension */.cM)(extension.name, settings.settings, releaseId),
        sources: { payload: settings },
        refusals: run.kind === 'refused' ? [run.reason] : [],
        hazards: run.kind === 'forced' ? [run.reason] : [],
    };
}

;// CONCATENATED MODULE: ./lib/strategies/scale-set/payload/wanted.js











/** @throws RefusedError where another release is open, or nothing tells what to bring. */
async function wantedOf(context, goal, { scaleSet, record }) {
    const { scaleSetId, previousSettings } = goal;
    const open = record.release;
    const releaseId = open?.id ?? finishedId(goal, scaleSet, record.last, context) ?? newReleaseId(context);
    const previousSources = previousSettings === undefined ? {} : { previous: previousSettings };
    if (goal.payload === undefined) {
        const release = open === undefined
            ? { scaleSetId, releaseId, payload: modelPayload(scaleSet), canaryIds: [], otherIds: [] }
            : readRelease(scaleSetId, open);
        return { release, sources: previousSources, ...(open === undefined ? {} : { open }) };
    }
    const requested = open === undefined ? goal.payload : pinnedBefore(goal.payload, scaleSetId, open, context);
    const resolved = await resolvePayload(context, scaleSet, requested, releaseId);
    const sources = { ...resolved.sources, ...previousSources };
    if (open !== undefined) {
        const release = readRelease(scaleSetId, open);
        if (!samePayload(resolved.recorded, release.payload)) {
            throw new refused_error/* RefusedError */.f(otherReleaseOpen(scaleSet.name, open, release, resolved.recorded));
        }
        return { release, sources, open, resolved };
    }
    const previous = payloadOfModel(scaleSet, resolved.recorded);
    const isNew = previous !== undefined && !samePayload(previous, resolved.recorded);
    return {
        release: {
            scaleSetId,
            releaseId,
            payload: resolved.recorded,
            ...(isNew ? { previous } : {}),
            canaryIds: [],
            otherIds: [],
        },
        sources,
        resolved,
    };
}
/**
 * A job that is run again, whose release is over: an earlier attempt has finished it, or a recovery has. An extension's release
 * is told from another one with the same settings by its id, which the model has as `forceUpdateTag`: with a new id the script would
 * run once more.
 */
function finishedId({ payload }, scaleSet, last, { lease }) {
    const isFinished = last?.kind === 'run' && (0,last_run/* namesEarlierAttempt */.cw)(last, lease.owner);
    return isFinished && payload?.kind === 'extension'
        ? findExtension(scaleSet, payload.name)?.properties.forceUpdateTag
        : undefined;
}
/**
 * A job that is run again, whose release is open: what it pinned then is what it is about, whatever is the newest by now. Another workflow
 * run asks for what is newest when it runs.
 */
function pinnedBefore(requested, scaleSetId, open, { lease }) {
    const { payload } = readRelease(scaleSetId, open);
    return requested.kind === 'image' &&
        payload.kind === 'image' &&
        (0,describe_image/* isFloating */.v)(requested.image) &&
        (0,image_reference/* isVersionOf */.k_)(payload.image, requested.image) &&
        (0,attempt/* isSameRun */.M)(open.run, lease.owner)
        ? { ...requested, image: payload.image }
        : requested;
}
function otherReleaseOpen(scaleSet, { id, run, openedAtEpochMs }, { payload }, wanted) {
    return (`Release ${id} of ${describePayload(payload)} is open on scale set "${scaleSet}", by ${run} since ` +
        `${new Date(openedAtEpochMs).toISOString()}: ${describePayload(wanted)} cannot be released beside it. Promote it with ` +
        '"strategy: full-rollout", or reject it with "command: rollback".');
}
function modelPayload(scaleSet) {
    const image = payloadOfModel(scaleSet, { kind: 'image' });
    if (image === undefined) {
        throw new refused_error/* RefusedError */.f(`The model of scale set "${scaleSet.name}" has no image that instances could be compared with, and no release is open. Name ` +
            'what to release: image, packer-manifest or extension.');
    }
    return image;
}
/** Readable, and different for two runs of one second. What is only planned has none: the run that carries it out makes its own. */
function newReleaseId({ command, arm }) {
    if (command === 'plan') {
        return '<id made by the run>';
    }
    const second = new Date(arm.epochMs()).toISOString().replace(/[-:]|\.\d+/g, '');
    return `${second}-${(0,external_node_crypto_.randomBytes)(4).toString('hex')}`;
}
/** Whether it is known, and can be written, what the instances had before. */
function canGoBack({ release, sources }) {
    return (release.previous !== undefined && (release.previous.kind === 'image' || sources.previous !== undefined));
}

// EXTERNAL MODULE: ./lib/strategies/late-writes.js
var late_writes = __webpack_require__(9762);
// EXTERNAL MODULE: ./lib/strategies/unanswered-writes.js
var unanswered_writes = __webpack_require__(7718);
;// CONCATENATED MODULE: ./lib/strategies/scale-set/preflight/rest-of-model.js


function asPlanned(scaleSet, instances, { canaryIds }) {
    const bystanders = instances.filter(({ instanceId, hasPayload }) => !hasPayload && !canaryIds.includes(instanceId));
    return { scaleSet, bystanderIds: bystanders.map(({ instanceId }) => instanceId) };
}
/**
 * What the plan was made for is no longer so where somebody has changed what goes out with the payload, or what lets it out: another
 * upgrade policy brings it to everybody at once. What else is in a scale set may change meanwhile: the capacity is autoscale's, and
 * tags are anybody's.
 *
 * @throws ForeignChangeError naming the parts.
 */
function requireRestOfModel(planned, found, release) {
    const change = restOfModelChange(planned, found, release);
    if (change !== undefined) {
        throw new foreign_change_error/* ForeignChangeError */.v(restOfModelText(found, change));
    }
}
/** @param change of `restOfModelChange`. */
function restOfModelText({ name }, change) {
    return (`Something else has changed the model of scale set ${name} since this run was planned: ${change}. With the payload ` +
        'that would go out too, and nobody has planned it: nobody gets more of it. Find out who writes to it, and run again.');
}
/** Names of the parts that are not as they were. Undefined where all are. */
function restOfModelChange(planned, found, { payload }) {
    const [before, now] = [partsOf(planned, payload), partsOf(found, payload)];
    const names = [...new Set([...Object.keys(before), ...Object.keys(now)])].filter((name) => !(0,external_node_util_.isDeepStrictEqual)(before[name], now[name]));
    return names.length === 0 ? undefined : names.join(', ');
}
/** By the names that a person would look for. */
function partsOf({ sku, properties }, payload) {
    const { virtualMachineProfile = {}, upgradePolicy, automaticRepairsPolicy, overprovision } = properties;
    const { storageProfile = {}, extensionProfile = {}, ...profile } = virtualMachineProfile;
    const { imageReference, ...storage } = storageProfile;
    const extensions = (extensionProfile.extensions ?? []).filter(({ name }) => payload.kind !== 'extension' || name.toLowerCase() !== payload.name.toLowerCase());
    const inProfile = {
        ...profile,
        storageProfile: payload.kind === 'image' ? storage : storageProfile,
        extensionProfile: { ...extensionProfile, extensions },
    };
    const parts = {
        'sku.name': sku?.name,
        'sku.tier': sku?.tier,
        upgradePolicy,
        automaticRepairsPolicy,
        overprovision,
        ...Object.fromEntries(Object.entries(inProfile).map(([name, part]) => [`virtualMachineProfile.${name}`, part])),
    };
    return JSON.parse(JSON.stringify(parts, withoutStates));
}
/** ARM says how each part is doing in the midst of what it shall be. */
function withoutStates(name, value) {
    return name === 'provisioningState' ? undefined : value;
}

;// CONCATENATED MODULE: ./lib/strategies/scale-set/perform/change-model.js







function changeModel(work) {
    const { arm, release, sources, traces, asPlanned } = work;
    const { scaleSetId, payload, previous } = release;
    return {
        async run({ signal }) {
            await putIntoModel(tracing(work), {
                scaleSetId,
                from: previous ?? payload,
                to: payload,
                settings: sources.payload,
                requireRest: asPlanned && ((found) => requireRestOfModel(asPlanned.scaleSet, found, release)),
                tellRace: tellingRace(work),
            }, signal);
        },
        async verify({ signal }) {
            const model = payloadOfModel(await getScaleSet(arm, scaleSetId, signal), payload);
            if (!samePayload(model, payload)) {
                throw new Error(`The model of scale set ${(0,resource_id/* nameOf */.Vb)(scaleSetId)} should have the payload of release ${release.releaseId}, and Azure says that ` +
                    'it has another one: somebody else writes to it.');
            }
        },
        async undo({ signal }) {
            const scaleSet = await getSettledScaleSet(arm, scaleSetId, signal, settled/* UNDO_PATIENCE_MS */.m);
            const model = payloadOfModel(scaleSet, payload);
            const isForeign = previous !== undefined && !samePayload(model, payload) && !samePayload(model, previous);
            if (isForeign && !traces.isModelWritten) {
                // Somebody else was faster: nothing of this release was ever in the model.
                return;
            }
            await restoreModel(work, signal);
        },
    };
}
/** Of 412, and of a lock that was found lost before, it is certain that a write was not carried out. */
function tracing({ arm, traces }) {
    return {
        ...arm,
        async write(...write) {
            try {
                const written = await arm.write(...write);
                traces.isModelWritten = true;
                return written;
            }
            catch (error) {
                const isCertain = error instanceof record_lock/* LockLostError */.yx || (error instanceof arm_error/* ArmError */.dW && error.status === 412);
                traces.isModelWritten ||= !isCertain;
                throw error;
            }
        },
    };
}
function tellingRace({ emit, clock }) {
    return (etag, extension) => emit({ type: 'model-raced', atMs: clock.monotonicMs(), extension, etag });
}
/** @throws Error where nobody knows what the model had. */
async function restoreModel(work, signal) {
    const { arm, release, sources } = work;
    const { scaleSetId, payload, previous } = release;
    if (previous === undefined) {
        throw new Error(`What scale set ${(0,resource_id/* nameOf */.Vb)(scaleSetId)} had before release ${release.releaseId} is not known, so it cannot be taken back: ` +
            'the release stays open, and "strategy: full-rollout" goes on with it.');
    }
    const settings = sources.previous;
    const change = { scaleSetId, from: payload, to: previous, settings, tellRace: tellingRace(work) };
    await putIntoModel(arm, change, signal);
}

// EXTERNAL MODULE: ./lib/checks/health-gate.js
var health_gate = __webpack_require__(9295);
;// CONCATENATED MODULE: ./lib/checks/good-run.js
/** A run counts from the answer of its first look to the asking of its last: it was good at least so long. */
function hear(before, { askedAtMs, answeredAtMs, reasons }) {
    if (reasons.length > 0) {
        return { kind: 'bad', reasons };
    }
    return {
        kind: 'good',
        sinceMs: before?.kind === 'good' ? before.sinceMs : answeredAtMs,
        untilMs: askedAtMs,
    };
}
/** The time that all kinds of looks have in common. @returns undefined where one of them is bad, or is yet to come. */
function commonRun(kinds, notBeforeMs) {
    const good = kinds.filter((heard) => heard?.kind === 'good');
    if (good.length < kinds.length) {
        return undefined;
    }
    const sinceMs = Math.max(notBeforeMs, ...good.map((heard) => heard.sinceMs));
    const untilMs = Math.min(...good.map((heard) => heard.untilMs));
    return { sinceMs, forMs: Math.max(0, untilMs - sinceMs) };
}

;// CONCATENATED MODULE: ./lib/checks/standing.js


const UNHEARD = {
    view: 'has not been told of by ARM',
    endpoint: 'has not been asked whether it answers',
};
/** How one instance stands: what was heard of it last, and for how long that has been nothing but good. */
class Standing {
    #watched;
    #say;
    #heard = new Map();
    /** What could not be asked last, and has told nothing bad before that. */
    #unseen = new Set();
    #commandReasons = [];
    #commandHeldUp;
    #notBeforeMs = Number.NEGATIVE_INFINITY;
    #said;
    #news = Promise.withResolvers();
    /** @param say is told how the instance is, each time that this is news. */
    constructor(watched, say) {
        this.#watched = watched;
        this.#say = say;
    }
    hear(kind, look) {
        const hasBadAnswer = this.#heard.get(kind)?.kind === 'bad' && !this.#unseen.has(kind);
        if (look.isUnseen && !hasBadAnswer) {
            this.#unseen.add(kind);
        }
        else if (!look.isUnseen) {
            this.#unseen.delete(kind);
        }
        this.#heard.set(kind, hear(this.#heard.get(kind), look));
        this.#tell();
    }
    /** It is asked for once more: what held it up before may be over. */
    askCommand() {
        this.#commandHeldUp = undefined;
    }
    /** A command that failed begins the time anew, as any bad look does, and stands until it has been run again. */
    hearCommand(look) {
        this.#commandReasons = look.reasons;
        if (look.reasons.length > 0) {
            this.#notBeforeMs = look.answeredAtMs;
        }
        this.#tell();
    }
    /**
     * ARM did not let the command be run. That says nothing of the instance: its time goes on, and what the command has come to
     * before stands.
     */
    hearCommandHeldUp(why) {
        this.#commandHeldUp = why;
        this.#tell();
    }
    /** Whether nothing speaks against it but that its command was not run, or it could not be asked, so that nobody knows how it is. */
    get isUnproven() {
        const isAsked = this.#commandHeldUp === undefined && this.#unseen.size === 0;
        const seen = this.#watched.filter((kind) => !this.#unseen.has(kind));
        return !isAsked && this.#commandReasons.length === 0 && this.#runOf(seen) !== undefined;
    }
    /** Resolves when all that is watched has been good for so long without a break; rejects when the signal aborts. */
    async goodFor(wantedMs, signal) {
        for (;;) {
            const run = this.#run();
            if (run !== undefined && run.forMs >= wantedMs) {
                return run;
            }
            await orAborted(this.#news.promise, signal);
        }
    }
    /** Why it is not healthy at this moment. Never empty: an instance that is good may not have been so for long enough. */
    shortcomings(wantedMs) {
        const unheard = this.#watched.filter((kind) => !this.#heard.has(kind)).map((kind) => UNHEARD[kind]);
        const reasons = [...this.#reasons(), ...unheard];
        const run = this.#run();
        if (reasons.length > 0 || run === undefined) {
            return reasons;
        }
        return run.forMs < wantedMs
            ? [`is good for ${seconds(run.forMs)} only, and has to be for ${seconds(wantedMs)}`]
            : [`is good for ${seconds(run.forMs)}, and its time was over before its check command had ended`];
    }
    #run() {
        return this.#runOf(this.#watched);
    }
    #runOf(watched) {
        return commonRun(watched.map((kind) => this.#heard.get(kind)), this.#notBeforeMs);
    }
    #reasons() {
        const bad = this.#watched.map((kind) => this.#heard.get(kind)).filter((heard) => heard?.kind === 'bad');
        const heldUp = this.#commandHeldUp === undefined ? [] : [this.#commandHeldUp];
        return [...bad.flatMap(({ reasons }) => reasons), ...this.#commandReasons, ...heldUp];
    }
    #tell() {
        const reasons = this.#reasons();
        const isComplete = reasons.length > 0 || this.#heard.size === this.#watched.length;
        if (isComplete && reasons.join('\n') !== this.#said?.join('\n')) {
            this.#said = reasons;
            this.#say(reasons);
        }
        this.#news.resolve();
        this.#news = Promise.withResolvers();
    }
}
function seconds(durationMs) {
    return `${Math.floor(durationMs / 100) / 10} s`;
}

;// CONCATENATED MODULE: ./lib/checks/instance-watch.js



const ENDPOINT_INTERVAL_MS = 5_000;
/** It runs on the machine, as root, and Run Command takes its turn with other operations on the instance. */
const COMMAND_INTERVAL_MS = 30_000;
/** One instance on its way to a verdict. What ARM says of it is brought to it, because one listing is for all of them. */
class InstanceWatch {
    instanceId;
    #upgradedAtMs;
    #times;
    #looks;
    #context;
    #standing;
    #isDecided = false;
    constructor({ instanceId, upgradedAtMs }, times, looks, context) {
        this.instanceId = instanceId;
        this.#upgradedAtMs = upgradedAtMs;
        this.#times = times;
        this.#looks = looks;
        this.#context = context;
        const watched = looks.askEndpoint === undefined ? ['view'] : ['view', 'endpoint'];
        this.#standing = new Standing(watched, (reasons) => context.emit({ type: 'instance-check', atMs: context.clock.monotonicMs(), instanceId, reasons }));
    }
    /** A listing that was under way at the verdict comes too late to be told of. */
    hearView(look) {
        if (!this.#isDecided) {
            this.#standing.hear('view', look);
        }
    }
    /** @throws the signal's reason when it aborts. */
    async decide() {
        const { clock, emit } = this.#context;
        const { instanceId } = this;
        const run = await this.#becomeHealthyInTime();
        this.#isDecided = true;
        const atMs = clock.monotonicMs();
        const tookMs = atMs - this.#upgradedAtMs;
        if (run !== undefined) {
            const { sinceMs } = run;
            emit({ type: 'instance-healthy', atMs, instanceId, sinceMs, tookMs });
            return { kind: 'healthy', sinceMs, tookMs };
        }
        const reasons = this.#standing.shortcomings(this.#times.minHealthyTimeMs);
        emit({ type: 'instance-unhealthy', atMs, instanceId, reasons, tookMs });
        return { kind: this.#standing.isUnproven ? 'unproven' : 'unhealthy', reasons, tookMs };
    }
    async #becomeHealthyInTime() {
        const { clock, signal } = this.#context;
        signal.throwIfAborted();
        const timeoutMs = this.#upgradedAtMs + this.#times.healthyDeadlineMs - clock.monotonicMs();
        if (timeoutMs <= 0) {
            return undefined;
        }
        const subject = `instance ${this.instanceId} to be healthy`;
        try {
            return await (0,engine_deadline/* withDeadline */.N)({ clock, signal, timeoutMs, subject }, (limited) => this.#becomeHealthy(limited));
        }
        catch (error) {
            if (signal.aborted || !(error instanceof engine_deadline/* DeadlineError */.j)) {
                throw error;
            }
            return undefined;
        }
    }
    async #becomeHealthy(limited) {
        const ended = new AbortController();
        const asking = this.#askAgainAndAgain(AbortSignal.any([limited, ended.signal]));
        try {
            await this.#passCommand(limited);
            // While the command ran something else may have turned bad.
            return await this.#standing.goodFor(this.#times.minHealthyTimeMs, limited);
        }
        finally {
            ended.abort();
            await asking;
        }
    }
    /**
     * Once all else is good. Where it fails, or cannot be run, again and again: a service may take longer than its port, and
     * another command on the machine comes to its end.
     */
    async #passCommand(signal) {
        const { runCommand } = this.#looks;
        while (runCommand !== undefined) {
            await this.#standing.goodFor(this.#times.minHealthyTimeMs, signal);
            this.#standing.askCommand();
            const look = await this.#lookByCommand(runCommand, signal);
            if (look.kind === 'held-up') {
                this.#standing.hearCommandHeldUp(look.why);
                await this.#context.clock.sleep(Math.max(look.retryAfterMs, COMMAND_INTERVAL_MS), signal);
                continue;
            }
            this.#standing.hearCommand(look);
            if (look.reasons.length === 0) {
                return;
            }
            await this.#context.clock.sleep(COMMAND_INTERVAL_MS, signal);
        }
    }
    async #lookByCommand(runCommand, signal) {
        return this.#timed(() => lookOrTell(() => runCommand(this.instanceId, signal), (error) => ({
            kind: 'ended',
            reasons: [`could not run its check command: ${error}`],
        }), signal));
    }
    async #askAgainAndAgain(signal) {
        const { askEndpoint } = this.#looks;
        try {
            while (askEndpoint !== undefined) {
                this.#standing.hear('endpoint', await this.#lookAtEndpoint(askEndpoint, signal));
                await this.#context.clock.sleep(ENDPOINT_INTERVAL_MS, signal);
            }
        }
        catch (error) {
            if (!signal.aborted) {
                throw error;
            }
        }
    }
    async #lookAtEndpoint(askEndpoint, signal) {
        return this.#timed(() => lookOrTell(async () => ({ reasons: await askEndpoint(this.instanceId, signal) }), (error) => ({ reasons: [`could not be asked: ${error}`], isUnseen: true }), signal));
    }
    async #timed(look) {
        const { clock } = this.#context;
        const askedAtMs = clock.monotonicMs();
        const seen = await look();
        return { ...seen, askedAtMs, answeredAtMs: clock.monotonicMs() };
    }
}

;// CONCATENATED MODULE: ./lib/checks/await-healthy.js



/**
 * Waits until every instance is healthy or given up, each on its own clock: one that is slow, or ill, changes nothing for
 * the others.
 *
 * @throws the signal's reason when it aborts, and nothing else: what a look throws is a reason why an instance is not good.
 */
async function awaitHealthy(times, instances, looks, context) {
    const undecided = new Set(instances.map((instance) => new InstanceWatch(instance, times, looks, context)));
    const ended = new AbortController();
    const verdicts = [...undecided].map(async (watch) => {
        const verdict = await watch.decide();
        undecided.delete(watch);
        return [watch.instanceId, verdict];
    });
    const signal = AbortSignal.any([context.signal, ended.signal]);
    const listing = listAgainAndAgain(undecided, looks, { ...context, signal });
    try {
        return new Map(await Promise.all(verdicts));
    }
    finally {
        ended.abort();
        await listing;
    }
}
/** One listing for all that are undecided, until nobody is, or the signal aborts. */
async function listAgainAndAgain(undecided, looks, { clock, signal }) {
    try {
        while (undecided.size > 0) {
            const asked = [...undecided];
            const askedAtMs = clock.monotonicMs();
            const reasonsOf = await list(asked, looks, signal);
            const answeredAtMs = clock.monotonicMs();
            for (const watch of asked) {
                watch.hearView({ askedAtMs, answeredAtMs, reasons: reasonsOf(watch.instanceId) });
            }
            await clock.sleep(health_gate/* LISTING_INTERVAL_MS */.a, signal);
        }
    }
    catch (error) {
        if (!signal.aborted) {
            throw error;
        }
    }
}
function list(asked, looks, signal) {
    const look = async () => {
        const ids = asked.map(({ instanceId }) => instanceId);
        const listed = await looks.list(ids, signal);
        return (instanceId) => listed.get(instanceId) ?? ['is not among the instances of the scale set'];
    };
    return lookOrTell(look, (error) => () => [`ARM does not say how it is: ${error}`], signal);
}

;// CONCATENATED MODULE: ./lib/strategies/scale-set/perform/check-instances.js






/** Waits until each is good, or its time from now on is up. Who is deleted meanwhile, by autoscale for instance, does not count. */
async function checkInstances(work, { instanceIds, payload, gate }, { clock, signal }) {
    const upgradedAtMs = clock.monotonicMs();
    for (const id of instanceIds) {
        work.commandedIds.add(id);
    }
    const verdicts = await awaitHealthy(gate, (await presentOf(work, instanceIds, signal)).map((instanceId) => ({ instanceId, upgradedAtMs })), await looks(work, { payload, gate }, signal), { clock, signal, emit: work.emit });
    const unhealthy = new Map([...verdicts].flatMap(([id, verdict]) => (verdict.kind === 'healthy' ? [] : [[id, verdict.reasons]])));
    const present = await presentOf(work, [...unhealthy.keys()], signal);
    return {
        unhealthy: new Map([...unhealthy].filter(([id]) => present.includes(id))),
        unprovenIds: new Set(present.filter((id) => verdicts.get(id)?.kind === 'unproven')),
    };
}
/**
 * Asks each once where `check-http` or `check-tcp` is configured, which no listing knows of.
 *
 * @returns who does not answer well. One bad answer may be nobody's fault: it is a reason to wait for it, not a verdict.
 */
async function silentInstances({ access, endpointCheck, terms }, instanceIds, scaleSet, signal) {
    const { askEndpoint } = looksOf(terms.health, healthSourcesOf(scaleSet), access, endpointCheck);
    const silent = [];
    if (askEndpoint !== undefined) {
        const hear = (id, reasons) => silent.push(...(reasons.length === 0 ? [] : [id]));
        await askOnce(askEndpoint, instanceIds, { hear, miss: (id) => silent.push(id) }, signal);
    }
    return silent;
}
/** As events tell it. */
function unhealthyList(unhealthy) {
    return [...unhealthy].map(([instanceId, reasons]) => ({ instanceId, reasons }));
}
/** Those that are there still. */
async function presentOf({ access }, ids, signal) {
    const reads = ids.length === 0 ? [] : await access.read(ids, signal);
    return reads
        .filter(({ properties }) => properties.provisioningState !== 'Deleting')
        .map(({ instanceId }) => instanceId);
}
/** All that makes an instance good, and that it has the payload at all. */
async function looks({ arm, release, access, endpointCheck }, { payload, gate }, signal) {
    const sources = healthSourcesOf(await getScaleSet(arm, release.scaleSetId, signal));
    const withoutPayload = new Set();
    const read = async (ids, limited) => {
        const reads = await access.read(ids, limited);
        for (const each of reads) {
            if (hasRecorded(each, payload)) {
                withoutPayload.delete(each.instanceId);
            }
            else {
                withoutPayload.add(each.instanceId);
            }
        }
        return reads;
    };
    const found = looksOf(gate, sources, { ...access, read }, endpointCheck);
    return {
        ...found,
        list: async (ids, limited) => {
            const reasons = await found.list(ids, limited);
            return new Map([...reasons].map(([id, each]) => [
                id,
                withoutPayload.has(id) ? ['has not got the payload of the release', ...each] : each,
            ]));
        },
    };
}

;// CONCATENATED MODULE: ./lib/strategies/scale-set/perform/check-taken-back.js








/** Everything has been put back, the release is over, and instances are not well with what they had before. */
class TakenBackUnhealthyError extends Error {
    name = 'TakenBackUnhealthyError';
    code = 'TakenBackUnhealthy';
}
/**
 * The last step of a rollback, after its record is written: what was to be put back is put back, whether its instances are
 * well with it or not, and nobody would have to take it back once more. Nothing is written, so it takes no lock.
 */
function checkTakenBack(work) {
    return {
        async run(context) {
            const { arm, release } = work;
            const { tags } = await getScaleSet(arm, release.scaleSetId, context.signal);
            const found = await check(work, work.terms.health, context);
            const seen = await seeRelease(work, context.clock, context.signal);
            if (hasAnotherBegun((0,record_record/* readRecord */.aE)(tags), (0,record_record/* readRecord */.aE)(seen.scaleSet.tags))) {
                return;
            }
            tell(work, found, context);
            tellSwitchedOff(work, seen, context);
            const bad = [...found.unhealthy].filter(([id]) => !work.before.sickIds.has(id));
            if (bad.length > 0) {
                const { releaseId, scaleSetId } = release;
                throw new TakenBackUnhealthyError(`Release ${releaseId} is taken back from scale set ${(0,resource_id/* nameOf */.Vb)(scaleSetId)} and over, and instances are not well with what ` +
                    `they had before: ${bad.map(([id, reasons]) => `instance ${id} ${reasons.join(' and ')}`).join('; ')}. See why; nothing ` +
                    'is left to take back.');
            }
        },
        verify: async () => undefined,
        undo: async () => undefined,
    };
}
/** Nobody keeps the next release waiting for this check: what instances have since then, and how they are, is its doing. */
function hasAnotherBegun(before, after) {
    return (after.lock !== undefined || after.release !== undefined || !(0,external_node_util_.isDeepStrictEqual)(before.last, after.last));
}
/** Compute is asked every 15 s: in less than this nothing could be told. */
const SHORTEST_LOOK_MS = 45_000;
/** What comes after the check has to be done in time, too. */
const RESERVE_MS = 30_000;
/**
 * After a run has taken its release back, in the time that is left of the undoing. The run is red and says `rolled-back` in
 * any case: that its instances are back on what they had is so, also where one is not well with it, which is told.
 */
async function lookAfterUndoing(work, begunAtMs, context) {
    const { health } = work.terms;
    const leftMs = work.undoTimeoutMs - (context.clock.monotonicMs() - begunAtMs) - RESERVE_MS;
    if (leftMs >= health.minHealthyTimeMs + SHORTEST_LOOK_MS) {
        const gate = { ...health, healthyDeadlineMs: Math.min(health.healthyDeadlineMs, leftMs) };
        const { clock, signal } = context;
        const deadline = { clock, signal, timeoutMs: leftMs, subject: 'the check of what was taken back' };
        try {
            tell(work, await (0,engine_deadline/* withDeadline */.N)(deadline, (limited) => check(work, gate, { clock, signal: limited })), context);
        }
        catch (error) {
            // A command that hangs, for instance: what was put back is there all the same, and nobody knows how it is.
            if (!(error instanceof engine_deadline/* DeadlineError */.j)) {
                throw error;
            }
        }
    }
}
async function check(work, gate, context) {
    const { previous } = work.release;
    const instanceIds = previous === undefined ? [] : await takenBackAndOn(work, context.signal);
    if (previous === undefined || instanceIds.length === 0) {
        return { instanceIds, unhealthy: new Map(), unproven: new Map() };
    }
    const { unhealthy, unprovenIds } = await checkInstances(work, { instanceIds, payload: previous, gate }, context);
    return {
        instanceIds,
        unhealthy: new Map([...unhealthy].filter(([id]) => !unprovenIds.has(id))),
        unproven: new Map([...unhealthy].filter(([id]) => unprovenIds.has(id))),
    };
}
function tell({ emit }, { instanceIds, unhealthy, unproven }, { clock }) {
    if (instanceIds.length > 0) {
        emit({
            type: 'instances-checked',
            atMs: clock.monotonicMs(),
            since: 'take-back',
            instanceIds,
            unhealthy: unhealthyList(unhealthy),
            ...(unproven.size === 0 ? {} : { unproven: unhealthyList(unproven) }),
        });
    }
}
async function takenBackAndOn({ access, traces }, signal) {
    const ids = [...traces.takenBackIds];
    const reads = ids.length === 0 ? [] : await access.read(ids, signal);
    return reads.filter((read) => !(0,power/* isOff */.gK)((0,power/* powerOf */.f)(read))).map(({ instanceId }) => instanceId);
}
/**
 * Who is in quarantine gets the former payload, and stays off until somebody has looked at it: whether it is well with what it
 * has now, nobody knows.
 */
function tellSwitchedOff({ emit, traces }, { instances }, { clock }) {
    const instanceIds = instances
        .filter(({ instanceId, isSwitchedOff }) => isSwitchedOff && traces.takenBackIds.has(instanceId))
        .map(({ instanceId }) => instanceId);
    if (instanceIds.length > 0) {
        emit({ type: 'instances-off', atMs: clock.monotonicMs(), since: 'take-back', instanceIds });
    }
}

;// CONCATENATED MODULE: ./lib/strategies/scale-set/perform/as-expected.js


/** Which instances have not got what a release brings, or have it and should not. Undefined where all is as it should be. */
function unexpectedOf({ release, troubled, asPlanned }, expects, instances) {
    const named = (ids) => `${(0,resource_id/* nameOf */.Vb)(release.scaleSetId)}: ${ids.join(', ')}`;
    const excused = (id) => troubled.unhealthy.has(id);
    if (expects === 'canaries') {
        const missing = release.canaryIds.filter((id) => !excused(id) && !instances.some((each) => each.instanceId === id && each.hasPayload));
        if (missing.length > 0) {
            return `Canaries have not got the payload, or are gone, of ${named(missing)}.`;
        }
        const others = instances
            .filter(({ instanceId, hasPayload }) => hasPayload && asPlanned?.bystanderIds.includes(instanceId))
            .map(({ instanceId }) => instanceId);
        if (others.length > 0) {
            return (`Instances have the payload that are no canaries, and did not have it when this run was planned, of ${named(others)}: ` +
                'something else has upgraded them.');
        }
    }
    if (expects === 'all') {
        const outdated = instances
            .filter((each) => isOutdated(each) && !each.isProtectedFromScaleSetActions && !excused(each.instanceId))
            .map(({ instanceId }) => instanceId);
        if (outdated.length > 0) {
            return `Instances are outdated still of ${named(outdated)}. "strategy: full-rollout" goes on with them.`;
        }
    }
    return undefined;
}

// EXTERNAL MODULE: ./lib/azure/arm/retry.js
var retry = __webpack_require__(1519);
;// CONCATENATED MODULE: ./lib/azure/scale-sets/instance-upgrade.js






/**
 * VirtualMachineScaleSets_UpdateInstances (POST manualupgrade, api-version 2026-04-01): gives instances the model of the scale
 * set. 202 and a long-running operation without `Retry-After`. An image replaces the OS disk; the instance is away meanwhile.
 *
 * ARM refuses all of a request that names an instance which is not there any more: it is asked again for those that are.
 * Where ARM did not say what became of it, or another operation came before, the instances are read: those that have it, or
 * are gone, are left alone, those that are `Updating` are waited for, and it is asked for again for the others.
 *
 * @throws ArmError when refused; ArmOperationError when it ended as `Failed`: some instances may have it, and each must be looked at;
 *   ArmOperationTimeoutError.
 */
function upgradeInstances(arm, work, signal) {
    return doWork(arm, 'manualupgrade', work, signal);
}
/**
 * VirtualMachineScaleSets_Reimage (POST reimage, api-version 2026-04-01): makes the OS disks of instances anew, from the image
 * that each instance's own model has, which is not that of the scale set where `latestModelApplied` is false. Otherwise as
 * `upgradeInstances`.
 */
function reimageInstances(arm, work, signal) {
    return doWork(arm, 'reimage', work, signal);
}
/**
 * VirtualMachineScaleSets_PowerOff (POST poweroff, api-version 2026-04-01): the machines stop, and keep their disks and their
 * places. A load balancer's health probe takes them out of rotation. Done again, it changes nothing, so it is repeated where
 * ARM did not say what became of it.
 *
 * @throws as `upgradeInstances`.
 */
function powerOffInstances(arm, work, signal) {
    const isDone = ({ properties }) => (properties.instanceView?.statuses ?? []).some(({ code }) => code.toLowerCase() === 'powerstate/stopped');
    return doWork(arm, 'poweroff', { ...work, isDone, timeoutMs: POWER_OFF_TIMEOUT_MS }, signal);
}
const POWER_OFF_TIMEOUT_MS = 600_000;
/** Of requests of which ARM did not say what became. */
const MOST_LOST = 8;
/** From one request that another operation was in the way of to the next: compute refills 4 a minute, and half of that is ours. */
const CONFLICT_MS = 30_000;
/** What looks at the time by itself says more than a deadline, and does so after its next listing. */
const LISTING_MS = COMPUTE_LISTING_MS + 5_000;
/**
 * The limit ends every wait in it: for an operation, for what is in the way, and for an ARM that wants to be asked later, be it in
 * hours.
 *
 * @throws ArmOperationTimeoutError
 */
async function doWork(arm, action, work, signal) {
    const { scaleSetId, timeoutMs } = work;
    let refused;
    const subject = () => `ARM to finish POST ${scaleSetId}/${action}${refused === undefined ? '' : `, which was put off each time: ${refused}`}`;
    const deadline = { clock: { sleep: arm.pause }, signal, timeoutMs: timeoutMs + LISTING_MS, subject };
    try {
        await (0,engine_deadline/* withDeadline */.N)(deadline, (limited) => workUntilDone(arm, action, work, limited, (error) => {
            refused = error instanceof Error ? error.message : undefined;
        }));
    }
    catch (error) {
        throw error instanceof engine_deadline/* DeadlineError */.j && !signal.aborted
            ? new arm_error/* ArmOperationTimeoutError */.pG(error.message, { cause: error })
            : error;
    }
}
async function workUntilDone(arm, action, { scaleSetId, instanceIds, isDone, timeoutMs, conflictPatienceMs = timeoutMs }, signal, onRefused) {
    const endsAtMs = arm.epochMs() + timeoutMs;
    const patientUntilMs = arm.epochMs() + Math.min(conflictPatienceMs, timeoutMs);
    let left = instanceIds;
    let lost = 0;
    while (left.length > 0) {
        const instanceIds = left;
        onRefused(undefined);
        const setback = await (0,seen_change/* attempt */.C)(() => arm.write({
            method: 'POST',
            path: `${scaleSetId}/${action}`,
            apiVersion: COMPUTE_API_VERSION,
            body: { instanceIds },
            pace: 'as-told',
            timeoutMs: Math.max(0, endsAtMs - arm.epochMs()),
        }, signal)).catch((error) => withoutGone(arm, { scaleSetId, instanceIds, error }, signal));
        if (setback === undefined) {
            return;
        }
        if (setback.kind === 'gone') {
            left = setback.remainingIds;
            continue;
        }
        onRefused(setback.error);
        lost += setback.kind === 'uncertain' ? 1 : 0;
        if (setback.kind === 'failed' || lost === MOST_LOST) {
            throw setback.error;
        }
        await arm.pause(setback.kind === 'uncertain' ? (0,retry/* backoffMs */.jo)(lost) : CONFLICT_MS, signal);
        if (arm.epochMs() >= (setback.kind === 'uncertain' ? endsAtMs : patientUntilMs)) {
            throw setback.error;
        }
        const instances = await settledInstances(arm, { scaleSetId, ids: left, action, endsAtMs }, signal);
        left = instances.filter((each) => !isDone(each)).map((each) => each.instanceId);
    }
}
/**
 * 400 `InvalidParameter`, "is not an active Virtual Machine Scale Set VM instanceId": autoscale may delete an instance between
 * the listing and the request that names it.
 *
 * @throws the error, where all of the instances are there: it was refused for another reason.
 */
async function withoutGone(arm, { scaleSetId, instanceIds, error }, signal) {
    if (!(error instanceof arm_error/* ArmError */.dW) || (error.status !== 400 && error.status !== 404)) {
        throw error;
    }
    const all = await listInstances(arm, scaleSetId, signal);
    const there = all.filter(({ properties }) => properties.provisioningState !== 'Deleting');
    const remainingIds = instanceIds.filter((id) => there.some(({ instanceId }) => instanceId === id));
    if (remainingIds.length === instanceIds.length) {
        throw error;
    }
    return { kind: 'gone', remainingIds };
}
/** Those of the named instances that exist, once none of them is `Updating`. */
async function settledInstances(arm, { scaleSetId, ids, action, endsAtMs }, signal) {
    for (;;) {
        const all = await listInstances(arm, scaleSetId, signal);
        const instances = all.filter(({ instanceId }) => ids.includes(instanceId));
        const updating = instances.filter(({ properties }) => properties.provisioningState === 'Updating');
        if (updating.length === 0) {
            return instances;
        }
        if (arm.epochMs() >= endsAtMs) {
            const names = updating.map(({ instanceId }) => instanceId).join(', ');
            throw new arm_error/* ArmOperationTimeoutError */.pG(`POST ${scaleSetId}/${action} waited for what runs on its instances, and its time is up while instances ${names} are ` +
                'still Updating: look at them before anything else is asked of them.');
        }
        await arm.pause(COMPUTE_LISTING_MS, signal);
    }
}

// EXTERNAL MODULE: ./lib/azure/write-race.js
var write_race = __webpack_require__(5696);
;// CONCATENATED MODULE: ./lib/strategies/scale-set/perform/quarantine.js





/**
 * With `on-unhealthy: quarantine`: who did not get well is powered off, so that it serves nobody, and is left for somebody to look
 * at. Who cannot be powered off is not well all the same, and says why it is not off: what becomes of the release is up to
 * `max-unhealthy`, and not to an ARM that refuses to switch a machine off.
 *
 * @param tell what was found, once that is done, or cannot be done any more.
 */
async function quarantine(work, found, tell, signal) {
    const { terms, troubled } = work;
    try {
        const ids = terms.onUnhealthy === 'quarantine' ? await toQuarantine(work, found, signal) : [];
        const leftOn = await powerOff(work, ids, signal);
        for (const id of ids.filter((each) => !leftOn.has(each))) {
            troubled.quarantined.add(id);
        }
        const unhealthy = new Map([...found.unhealthy].map(([id, reasons]) => [id, [...reasons, ...(leftOn.get(id) ?? [])]]));
        tell(unhealthy);
        return { ...found, unhealthy };
    }
    catch (error) {
        tell(found.unhealthy);
        throw error;
    }
}
/**
 * Whom ARM could not upgrade runs what it always ran, and is no concern of the new version; nor is who was sick before, and may
 * serve somebody for all that. And who serves well, as far as anybody knows, is not switched off because ARM refuses a command.
 */
async function toQuarantine({ access, release, before, troubled }, { unhealthy, unprovenIds }, signal) {
    const left = [...unhealthy.keys()].filter((id) => !troubled.quarantined.has(id) && !before.sickIds.has(id) && unprovenIds?.has(id) !== true);
    const reads = left.length === 0 ? [] : await access.read(left, signal);
    return reads.filter((read) => hasRecorded(read, release.payload)).map(({ instanceId }) => instanceId);
}
/** What holds one of several instances shall not keep the others on: then each is asked for by itself. */
const LONGEST_CONFLICT_MS = 60_000;
/** @returns why each is not off that is not. */
async function powerOff(work, ids, signal) {
    const { arm, release, access } = work;
    const patience = ids.length > 1 ? { conflictPatienceMs: LONGEST_CONFLICT_MS } : {};
    try {
        await powerOffInstances(arm, { scaleSetId: release.scaleSetId, instanceIds: ids, ...patience }, signal);
        return new Map();
    }
    catch (error) {
        if (!isOfArm(error)) {
            throw error;
        }
        if (ids.length > 1 && mayBeOfOne(error)) {
            const each = await Promise.all(ids.map((id) => powerOff(work, [id], signal)));
            return new Map(each.flatMap((leftOn) => [...leftOn]));
        }
        const reads = error instanceof arm_error/* ArmError */.dW ? [] : await access.read(ids, signal);
        const offIds = reads.filter((read) => (0,power/* isOff */.gK)((0,power/* powerOf */.f)(read))).map(({ instanceId }) => instanceId);
        const reason = `could not be powered off, because ${whyNot(error)}`;
        return new Map(ids.filter((id) => !offIds.includes(id)).map((id) => [id, [reason]]));
    }
}
function isOfArm(error) {
    return [arm_error/* ArmError */.dW, arm_error/* ArmOperationError */.Iv, arm_error/* ArmOperationTimeoutError */.pG, arm_error/* NoAnswerError */.i5, arm_error/* UncertainWriteError */.ze].some((kind) => error instanceof kind);
}
/** ARM tells only of the whole request that it was in conflict, or has failed. */
function mayBeOfOne(error) {
    return error instanceof arm_error/* ArmOperationError */.Iv || (error instanceof arm_error/* ArmError */.dW && (0,write_race/* isConflict */.d)(error));
}
function whyNot(error) {
    if (error instanceof arm_error/* ArmError */.dW) {
        return `ARM refused: ${error.status} ${error.code}`;
    }
    return error instanceof arm_error/* ArmOperationError */.Iv
        ? `ARM's operation ended as ${error.status}: ${error.code}`
        : 'ARM did not do it in time, or did not say so';
}

;// CONCATENATED MODULE: ./lib/strategies/scale-set/instances/instance-count.js
/** A count as it is, a percentage of `total` rounded to whole instances. */
function resolveCount(wanted, total, rounding) {
    return wanted.kind === 'count'
        ? { count: wanted.count, explanation: instance_count_countOf(wanted.count) }
        : resolvePercent(wanted.percent, total, rounding);
}
function resolvePercent(percent, total, rounding) {
    const exact = Number(((percent * total) / 100).toFixed(6));
    const count = rounding === 'up' ? Math.ceil(exact) : Math.floor(exact);
    const share = `${percent} % of ${instance_count_countOf(total)} ${total === 1 ? 'is' : 'are'}`;
    const explanation = count === exact ? `${share} ${count}` : `${share} ${readable(exact)}: ${count} (rounded ${rounding})`;
    return { count, explanation };
}
function instance_count_countOf(count, noun = 'instance') {
    return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
/** To two decimals, unless that would hide that it is no whole number. */
function readable(exact) {
    const short = Number(exact.toFixed(2));
    return String(Number.isInteger(short) ? exact : short);
}

;// CONCATENATED MODULE: ./lib/strategies/scale-set/instances/unhealthy-budget.js


/**
 * Whether a release has made more instances unhealthy than it may.
 *
 * @param badNow Ids of the instances that are bad now, by whatever judges them.
 */
function unhealthy_budget_judgeHealth({ instanceCount, sickIds }, badNow, maxUnhealthy) {
    const bad = [...new Set(badNow)].sort(instance_order/* compareIds */.q3);
    const becameUnhealthy = bad.filter((id) => !sickIds.has(id));
    const sickBefore = bad.filter((id) => sickIds.has(id));
    // Rounded down: what may be lost must not be more than was asked for.
    const budget = resolveCount(maxUnhealthy, instanceCount, 'down');
    return {
        becameUnhealthy,
        sickBefore,
        isBreached: becameUnhealthy.length > budget.count,
        explanation: [
            `${listed(becameUnhealthy, 'became unhealthy')}; max-unhealthy is ${budget.explanation}`,
            ...(sickBefore.length === 0 ? [] : [`${listed(sickBefore, 'had been sick before')} and did not count`]),
        ].join('; '),
    };
}
function listed(ids, what) {
    if (ids.length === 0) {
        return `no instance ${what}`;
    }
    return `${ids.length} instance${ids.length === 1 ? '' : 's'} ${what} (${ids.join(', ')})`;
}

;// CONCATENATED MODULE: ./lib/strategies/scale-set/instances/unhealthy-error.js
/** By which another process knows the error, too. */
const UNHEALTHY_INSTANCES = 'UnhealthyInstances';
/** More instances became unhealthy than may: what is done about it, `on-unhealthy` says. */
class UnhealthyInstancesError extends Error {
    name = 'UnhealthyInstancesError';
    code = UNHEALTHY_INSTANCES;
}

;// CONCATENATED MODULE: ./lib/strategies/scale-set/perform/guarded.js









/**
 * Looks, before a step writes or takes back, whether the lock is still ours: somebody else may have begun to recover a release
 * whose process had only been slow.
 */
function guarded(performerOf, work) {
    const forwards = performerOf(looking(work, requireLock));
    const backwards = performerOf(looking(work, requireOwnWork));
    return {
        ...forwards,
        async run(context) {
            await requireLock(work, context.signal);
            await forwards.run(context);
        },
        async undo(context) {
            await requireOwnWork(work, context.signal);
            await backwards.undo(context);
        },
    };
}
/**
 * Looks right before each write: a step waits for operations of others and for instances, and writes again what another writer
 * has come before. Where that was a recovery, the old payload that it has put back must not be taken for what was there at
 * the beginning. Not before a question: one for each port of each canary, they would use up the quota of reads. Without If-Match, as for instances, a write may still go out a moment after another run has taken the lock.
 */
function looking(work, look) {
    const { arm } = work;
    return {
        ...work,
        arm: {
            ...arm,
            async write(request, signal) {
                if (!isPortMappingQuestion(request)) {
                    await look(work, signal);
                }
                return arm.write(request, signal);
            },
        },
    };
}
/**
 * Before anything is taken back: a release that somebody else recovers, or has brought to its end, is not this run's any more.
 * Terraform removes tags that it does not know: where there is none of ours at all, nobody else puts things back.
 *
 * @throws LockLostError
 */
async function requireOwnWork({ arm, lease, release }, signal) {
    const { tags = {} } = await getScaleSet(arm, release.scaleSetId, signal);
    const { lock, journal, release: open, last } = (0,record_record/* readRecord */.aE)(tags);
    const owner = lock?.id ?? journal?.lockId;
    const isOver = owner === undefined && (open !== undefined || last !== undefined);
    if (isOver || (owner !== undefined && owner !== lease.id)) {
        const whose = lock === undefined
            ? 'somebody else has brought it to its end, or recovers it'
            : `it is locked ${(0,record_lock/* describeLock */.FD)(lock)}`;
        throw new record_lock/* LockLostError */.yx(`The release of ${(0,resource_id/* nameOf */.Vb)(release.scaleSetId)} is not this run's any more: ${whose}. Nothing more was written; ` +
            '"command: status" tells how things are.');
    }
}
/**
 * Right before instances are upgraded: they get whatever the model has at that moment.
 *
 * @throws LockLostError, ForeignChangeError where that is not what the release brings.
 */
async function requireModel(work, signal) {
    const { arm, release, asPlanned } = work;
    const { scaleSetId, payload, releaseId } = release;
    const scaleSet = await getScaleSet(arm, scaleSetId, signal);
    // A recovery that takes the release back writes to the model, too, and is nobody to be looked for.
    requireLockIn(work, scaleSet);
    const model = payloadOfModel(scaleSet, payload);
    if (!samePayload(model, payload)) {
        throw new foreign_change_error/* ForeignChangeError */.v(`Somebody else has changed the model of ${(0,resource_id/* nameOf */.Vb)(scaleSetId)}: it has ${model === undefined ? 'nothing of the kind' : describePayload(model)}, where ` +
            `release ${releaseId} has put ${describePayload(payload)}. Nothing more is upgraded; find out who writes to it, and run again.`);
    }
    if (asPlanned !== undefined) {
        requireRestOfModel(asPlanned.scaleSet, scaleSet, release);
    }
}
/** @throws LockLostError where somebody else has the lock, or, where it is needed, nobody has. */
async function requireLock(work, signal) {
    requireLockIn(work, await getScaleSet(work.arm, work.release.scaleSetId, signal));
}
/** @throws LockLostError */
function requireLockIn({ lease, release, isLockNeeded }, { tags = {} }) {
    const lock = (0,record_lock/* readLock */.mF)(tags);
    const isOurs = lock?.id === lease.id;
    if (!isOurs && (lock !== undefined || isLockNeeded)) {
        // Where nobody has it, this run may take back what it has done: that is up to on-failure, and is looked at before.
        const whose = lock === undefined
            ? 'nobody has it. The run goes no further with the release'
            : `it is locked ${(0,record_lock/* describeLock */.FD)(lock)}. Nothing more was written`;
        throw new record_lock/* LockLostError */.yx(`The lock of ${(0,resource_id/* nameOf */.Vb)(release.scaleSetId)} is not this run's any more: ${whose}; "command: status" tells how things are.`);
    }
}

;// CONCATENATED MODULE: ./lib/strategies/scale-set/perform/left-as-found.js




/**
 * Right before instances are asked to become what the release brings, a fresh disk included: from here on the run has done
 * something that is to be taken back. Told to whoever saves the progress, because `post` has to know it of a `main` that was killed.
 */
function noteBegun({ emit, traces: { begunIds } }, instanceIds, clock) {
    const ids = instanceIds.filter((id) => !begunIds.has(id));
    for (const id of ids) {
        begunIds.add(id);
    }
    if (ids.length > 0) {
        emit({ type: 'upgrade-begun', atMs: clock.monotonicMs(), instanceIds: ids });
    }
}
/**
 * Whether a run that goes on with an open release has changed none of its instances: then there is nothing of its own to take
 * back, and the work of the jobs before it is none of its business. Where it has found them unhealthy, `on-unhealthy` has asked
 * for all of the release to be taken back. An upgrade that ARM has refused has changed nobody.
 */
async function isAsFound(work, signal) {
    const { arm, release, asFound, traces } = work;
    const { begunIds, isFoundUnhealthy } = traces;
    if (asFound === undefined || isFoundUnhealthy) {
        return false;
    }
    if (begunIds.size === 0) {
        return true;
    }
    const model = payloadOfModel(await getScaleSet(arm, release.scaleSetId, signal), release.payload);
    if (!samePayload(model, release.payload)) {
        // It is being taken back already.
        return false;
    }
    const isChanged = (read) => !asFound.unreachedIds.includes(read.instanceId) ||
        hasRecorded(read, release.payload) ||
        read.properties.provisioningState !== 'Succeeded';
    const reads = await listInstances(arm, release.scaleSetId, signal);
    return !reads.some((read) => begunIds.has(read.instanceId) && isChanged(read));
}

;// CONCATENATED MODULE: ./lib/strategies/scale-set/plan/longest-write.js
/** A PATCH of a scale set never took longer than 296 s in any recording. */
const LONGEST_WRITE_MS = 400_000;
/** Of the model, or of a service of the scale set, and of the tags that say so. */
const LONGEST_CHANGE_MS = 2 * LONGEST_WRITE_MS;
/** Of instances, whose protection is written one after the other. Nobody has recorded how long one takes: two minutes are a guess. */
function longestProtectionMs(instanceCount) {
    return LONGEST_WRITE_MS + instanceCount * 120_000;
}

;// CONCATENATED MODULE: ./lib/strategies/scale-set/perform/take-back.js









/** Of recorded reimages none took longer than 124 s, of upgrades none longer than 655 s. */
const LONGEST_UPGRADE_MS = 900_000;
/** Most operations on an instance are over by then, or nearly. */
const take_back_LONGEST_CONFLICT_MS = 60_000;
/** A second try is for the instances that ARM could not upgrade; a third for those that were made meanwhile. */
const take_back_MOST_TRIES = 3;
function takeBack(work, { reach }) {
    return {
        async run({ signal, clock }) {
            // What a killed run had sent last has arrived by then.
            await clock.sleep(work.lateWritesUntilMs - clock.monotonicMs(), signal);
            await takeBackAll(work, reach, signal);
        },
        verify: ({ signal }) => requireTakenBack(work, reach, signal),
        // Half of a rollback is not put forwards again: it is brought to its end.
        undo: async ({ signal }) => {
            await takeBackAll(work, reach, signal);
            await requireTakenBack(work, reach, signal);
        },
    };
}
/**
 * The former payload goes into the model, and then onto all instances that have the new one, in one call and without checks
 * between: whoever takes a release back is in a hurry. Instances that the release has not reached are left alone.
 */
async function takeBackAll(work, reach, signal) {
    const { arm, release, traces } = work;
    const subject = `the former payload to be in the model of ${(0,resource_id/* nameOf */.Vb)(release.scaleSetId)}`;
    const deadline = { clock: work.clock, signal, timeoutMs: LONGEST_CHANGE_MS, subject };
    await (0,engine_deadline/* withDeadline */.N)(deadline, (limited) => restoreModel(work, limited));
    for (let tries = 1; tries <= take_back_MOST_TRIES; tries += 1) {
        const { ids } = await readTouched(arm, release, reach, signal);
        if (ids.length === 0) {
            return;
        }
        for (const id of ids) {
            traces.takenBackIds.add(id);
        }
        try {
            await upgradeBack(work, ids, signal);
        }
        catch (error) {
            // ARM says `Failed` of the whole where one instance has failed: what the others have is to be read.
            if (!(error instanceof arm_error/* ArmOperationError */.Iv) || tries === take_back_MOST_TRIES) {
                throw error;
            }
        }
    }
}
/**
 * ARM refuses all of a request where another operation holds one of its instances, and does not say which: then each half is asked
 * for by itself, so that the others need not wait for that one.
 */
async function upgradeBack(work, instanceIds, signal) {
    const { scaleSetId, previous } = work.release;
    const isOne = instanceIds.length === 1;
    const isDone = (read) => previous !== undefined && hasRecorded(read, previous) && read.properties.provisioningState !== 'Failed';
    const patience = isOne ? {} : { conflictPatienceMs: take_back_LONGEST_CONFLICT_MS };
    try {
        await upgradeInstances(work.arm, { scaleSetId, instanceIds, isDone, timeoutMs: LONGEST_UPGRADE_MS, ...patience }, signal);
    }
    catch (error) {
        if (isOne || !(error instanceof arm_error/* ArmError */.dW) || !(0,write_race/* isConflict */.d)(error)) {
            throw error;
        }
        const middle = Math.ceil(instanceIds.length / 2);
        const halves = [instanceIds.slice(0, middle), instanceIds.slice(middle)];
        const ends = await Promise.allSettled(halves.map((half) => upgradeBack(work, half, signal)));
        const failed = ends.find((end) => end.status === 'rejected');
        if (failed !== undefined) {
            throw failed.reason;
        }
    }
}
/** @throws Error naming what still has the new payload. */
async function requireTakenBack({ arm, release }, reach, signal) {
    const touched = await readTouched(arm, release, reach, signal);
    if (!touched.isTakenBack) {
        throw new Error(`Release ${release.releaseId} is not taken back from scale set ${(0,resource_id/* nameOf */.Vb)(release.scaleSetId)}: ${touched.explanation}. ` +
            '"command: rollback" goes on with it.');
    }
}

;// CONCATENATED MODULE: ./lib/strategies/scale-set/perform/upgrade-instances.js











/**
 * Gives instances what the model has, and waits until each is good, or is given up. Who does not get well is tried once
 * more, from a fresh disk, before it counts; a fresh disk is no help where ARM only refuses to run `check-command`. Who is deleted meanwhile, by autoscale for instance, does not count.
 */
async function upgradeAndCheck(work, { instanceIds, upgradedIds, offIds }, context) {
    const outdatedIds = instanceIds.filter((id) => !upgradedIds.includes(id));
    const first = await tryOnce(work, { how: 'upgrade', givenIds: outdatedIds, checkedIds: instanceIds.filter((id) => !offIds.includes(id)) }, context);
    const off = new Map(offIds.map((id) => [id, ['is not running: it was switched off before']]));
    const unproven = [...first.unhealthy].filter(([id]) => first.unprovenIds.has(id));
    const ids = [...first.unhealthy.keys()].filter((id) => !first.unprovenIds.has(id));
    if (ids.length === 0) {
        return {
            unhealthy: new Map([...unproven, ...off]),
            unprovenIds: first.unprovenIds,
            failure: first.failure,
        };
    }
    const second = await tryAgain(work, ids, first.unhealthy, context);
    return {
        unhealthy: new Map([...unproven, ...second.unhealthy, ...off]),
        unprovenIds: new Set([...first.unprovenIds, ...second.unprovenIds]),
        failure: second.failure ?? first.failure,
    };
}
/** Where something holds an instance for so long that its disk cannot be made anew, it stays as bad as it was. */
async function tryAgain(work, ids, unhealthy, context) {
    try {
        return await tryOnce(work, { how: 'reimage', givenIds: ids, checkedIds: ids }, context);
    }
    catch (error) {
        if (!(error instanceof arm_error/* ArmError */.dW) || !(0,write_race/* isConflict */.d)(error)) {
            throw error;
        }
        const reason = `could not be tried once more, because ARM refused to make its disk anew: ${error.status} ${error.code}`;
        return {
            unhealthy: new Map(ids.map((id) => [id, [...(unhealthy.get(id) ?? []), reason]])),
            unprovenIds: new Set(),
        };
    }
}
async function tryOnce(work, { how, givenIds, checkedIds }, context) {
    const { signal } = context;
    await requireModel(work, signal);
    noteBegun(work, givenIds, context.clock);
    const failure = await give(work, how, givenIds, signal);
    const checked = await checkInstances(work, { instanceIds: checkedIds, payload: work.release.payload, gate: work.terms.health }, context);
    return { ...checked, failure };
}
/**
 * @returns why ARM calls the operation `Failed`: it has upgraded some instances all the same, and each is judged by itself.
 */
async function give({ arm, release, access }, how, instanceIds, signal) {
    const { scaleSetId, payload } = release;
    const isDone = (read) => hasRecorded(read, payload);
    const work = { scaleSetId, timeoutMs: LONGEST_UPGRADE_MS };
    try {
        if (how === 'upgrade') {
            await upgradeInstances(arm, { ...work, instanceIds, isDone }, signal);
            return undefined;
        }
        // A reimage makes the disk anew from the model that the instance has: who has not got the release's is upgraded.
        const reads = await access.read(instanceIds, signal);
        const upgraded = reads.filter(isDone).map(({ instanceId }) => instanceId);
        const others = reads.filter((read) => !isDone(read)).map(({ instanceId }) => instanceId);
        await upgradeInstances(arm, { ...work, instanceIds: others, isDone }, signal);
        await reimageInstances(arm, { ...work, instanceIds: upgraded, isDone: () => false }, signal);
        return undefined;
    }
    catch (error) {
        if (error instanceof arm_error/* ArmOperationError */.Iv) {
            return error;
        }
        throw error;
    }
}
/**
 * Counts who did not get well against `max-unhealthy`. Within it the release goes on.
 *
 * @throws UnhealthyInstancesError
 */
function judge(work, { unhealthy, failure }) {
    const { release, terms, before, troubled, traces } = work;
    for (const [id, reasons] of unhealthy) {
        troubled.unhealthy.set(id, reasons);
    }
    const verdict = unhealthy_budget_judgeHealth(before, [...troubled.unhealthy.keys()], terms.maxUnhealthy);
    if (verdict.isBreached) {
        traces.isFoundUnhealthy = true;
        const reasons = verdict.becameUnhealthy.map((id) => `instance ${id} ${troubled.unhealthy.get(id)?.join(' and ') ?? 'is not good'}`);
        throw new UnhealthyInstancesError(`Release ${release.releaseId} has made instances of ${(0,resource_id/* nameOf */.Vb)(release.scaleSetId)} unhealthy: ${verdict.explanation}. ` +
            `As last seen, ${reasons.join('; ')}.${failure === undefined ? '' : ` ${failure.message}`}`);
    }
}

;// CONCATENATED MODULE: ./lib/strategies/scale-set/perform/stay-well.js





/**
 * Reads all instances, and judges everybody that has the payload: canaries of the first half, earlier batches, those that
 * autoscale has added. Who was well when it was upgraded may fall ill an hour later. A listing may catch a moment that is none
 * of the release's, so who looks bad in it is waited for once more, as after an upgrade, before it counts.
 *
 * @param isToUpgrade Who is upgraded by what follows is checked by that.
 * @throws UnhealthyInstancesError
 */
async function seeAllWell(work, isToUpgrade, context) {
    const { clock, signal } = context;
    const seen = await seeRelease(work, clock, signal);
    const judged = seen.instances.filter((each) => isToBeWell(work, each) && !isToUpgrade(each));
    const instanceIds = await suspectsAmong(judged, work, seen.scaleSet, signal);
    if (instanceIds.length === 0) {
        return seen;
    }
    const { release, terms } = work;
    const { unhealthy, unprovenIds } = await checkInstances(work, { instanceIds, payload: release.payload, gate: terms.health }, context);
    const tell = (those) => work.emit({
        type: 'instances-checked',
        atMs: clock.monotonicMs(),
        since: 'upgrade',
        instanceIds,
        unhealthy: unhealthyList(those),
    });
    const found = await quarantine(work, { unhealthy, unprovenIds }, tell, signal);
    const after = await seeRelease(work, clock, signal);
    // What a killed run had still under way may have taken the payload from somebody: who has it not is upgraded, not judged.
    const released = [...found.unhealthy].filter(([id]) => after.instances.some(({ instanceId, hasPayload }) => instanceId === id && hasPayload));
    judge(work, { ...found, unhealthy: new Map(released) });
    return after;
}
/** Those that count already have been judged, and are not waited for again and again. */
function isToBeWell({ before, troubled }, { instanceId, hasPayload }) {
    return hasPayload && !before.sickIds.has(instanceId) && !troubled.unhealthy.has(instanceId);
}
/**
 * Who looks bad by the listing, does not answer, or has had no `check-command` in this run: another job has upgraded it, or
 * autoscale has added it. And on whom an operation runs still: a killed run may have begun it, and it may never end.
 */
async function suspectsAmong(instances, work, scaleSet, signal) {
    const isSure = (each) => !serves(each) ||
        each.provisioningState === 'Updating' ||
        (work.terms.health.command !== undefined && !work.commandedIds.has(each.instanceId));
    const asked = instances.filter((each) => !isSure(each)).map(({ instanceId }) => instanceId);
    const silent = await silentInstances(work, asked, scaleSet, signal);
    return instances
        .filter((each) => isSure(each) || silent.includes(each.instanceId))
        .map(({ instanceId }) => instanceId);
}

;// CONCATENATED MODULE: ./lib/strategies/scale-set/perform/confirm-release.js







/** The instances are what they should be, and production does not answer. */
class ReleasedNotAnsweringError extends Error {
    name = 'ReleasedNotAnsweringError';
    code = 'ReleasedNotAnswering';
}
function confirmRelease(work, step) {
    return {
        run: (context) => requireAnswers(work, context),
        async verify(context) {
            const { clock, signal } = context;
            const seen = step.expects === 'taken-back'
                ? await seeRelease(work, clock, signal)
                : await seeAllWell(work, () => false, context);
            const unexpected = unexpectedOf(work, step.expects, seen.instances);
            if (unexpected !== undefined) {
                throw new Error(unexpected);
            }
            if (step.expects !== 'taken-back') {
                await tellCanaryEndpoints({ ...work, ...work.terms }, seen.scaleSet, context);
            }
            if (step.expects === 'taken-back') {
                await requireTakenBack(work, step.reach, signal);
            }
        },
        undo: async () => undefined,
    };
}
async function requireAnswers({ watch, release }, context) {
    try {
        await watch.answersSteadily(context);
    }
    catch (error) {
        if (!(error instanceof prober/* NoGoodAnswersError */.s$)) {
            throw error;
        }
        throw new ReleasedNotAnsweringError(`The instances of ${(0,resource_id/* nameOf */.Vb)(release.scaleSetId)} are upgraded as planned, and production does not answer: ${error.message}`, { cause: error });
    }
}

;// CONCATENATED MODULE: ./lib/azure/scale-sets/instance-protection.js




/**
 * PUT virtualMachineScaleSets/{name}/virtualMachines/{id} (api-version 2026-04-01), with `protectFromScaleIn` changed and
 * everything else as read, under If-Match (recorded: 412 where it does not hold). Autoscale then leaves the instance alone;
 * a person or another program may delete it all the same. Nothing is written where it is so already, or was never asked
 * for: an instance without a policy is not protected. Compute allows 4 such writes a minute, up to 12.
 *
 * @returns `gone` where there is no such instance: nothing is left to protect, or to unprotect.
 * @throws ArmError when refused; ArmOperationError when it has failed twice; ArmOperationTimeoutError.
 */
async function setScaleInProtection(arm, { scaleSetId, instanceId, isProtected }, signal) {
    const id = instanceResourceId(scaleSetId, instanceId);
    const found = await (0,seen_change/* changeUntilSeen */.K)(arm, {
        subject: `protectFromScaleIn: ${isProtected} of ${id}`,
        read: () => findSettled(arm, id, signal),
        isThere: (instance) => instance === undefined || isProtectedFromScaleIn(instance) === isProtected,
        write: (instance) => arm.write({
            method: 'PUT',
            path: id,
            apiVersion: COMPUTE_API_VERSION,
            body: instance && withProtection(instance, isProtected),
            ifMatch: instance?.etag,
            pace: 'as-told',
            timeoutMs: MODEL_TIMEOUT_MS,
        }, signal),
    }, signal);
    return found === undefined ? 'gone' : 'as-wanted';
}
function isProtectedFromScaleIn({ properties }) {
    return properties.protectionPolicy?.protectFromScaleIn ?? false;
}
/** Without the list of its extensions: they are resources of their own, and ARM only prints them here. */
function withProtection(instance, protectFromScaleIn) {
    const { resources, ...kept } = instance;
    const protectionPolicy = { ...instance.properties.protectionPolicy, protectFromScaleIn };
    return { ...kept, properties: { ...instance.properties, protectionPolicy } };
}
async function findSettled(arm, id, signal) {
    const read = async () => {
        const instance = await findInstanceModel(arm, id, signal);
        return { id, instance, properties: instance?.properties ?? {} };
    };
    return (await (0,settled/* untilSettled */.Q)(arm, read, signal, MODEL_TIMEOUT_MS, COMPUTE_LOOK_MS)).instance;
}

;// CONCATENATED MODULE: ./lib/strategies/scale-set/perform/protection.js






/**
 * Autoscale deletes the newest instances first, or any: a canary that vanishes has been tried for nothing. Written down
 * before it is done: whoever ends the release takes the protection from them, and from no others.
 */
function protectCanaries(work, { instanceIds }) {
    const { arm, release, asFound } = work;
    return {
        async run({ signal }) {
            const unprotected = await unprotectedOf(work, instanceIds, signal);
            await noteProtected(work, (ids) => [...new Set([...ids, ...unprotected])], signal);
            for (const instanceId of unprotected) {
                await setScaleInProtection(arm, { scaleSetId: release.scaleSetId, instanceId, isProtected: true }, signal);
            }
        },
        async verify({ signal }) {
            const left = await unprotectedOf(work, instanceIds, signal);
            if (left.length > 0) {
                throw new Error(`Instances ${left.join(', ')} of ${(0,resource_id/* nameOf */.Vb)(release.scaleSetId)} should be protected from scale-in, and are not.`);
            }
        },
        // Whom the release had protected before this run, it protects for as long as it is open: where it is not any more, its end does this.
        undo: ({ signal }) => unprotect(work, signal, (id) => instanceIds.includes(id) && asFound?.protectedIds.includes(id) !== true),
    };
}
function releaseProtection(work) {
    return {
        run: ({ signal }) => unprotect(work, signal),
        async verify({ signal }) {
            const ids = await notedIds(work, signal);
            if (ids.length > 0) {
                throw new Error(`Instances ${ids.join(', ')} of ${(0,resource_id/* nameOf */.Vb)(work.release.scaleSetId)} are still noted as protected by this release.`);
            }
        },
        undo: async () => undefined,
    };
}
/** Takes the protection from those that this release has protected, by its record. */
async function unprotect(work, signal, isMeant = () => true) {
    const { arm, release } = work;
    const ids = (await notedIds(work, signal)).filter(isMeant);
    for (const instanceId of ids) {
        await setScaleInProtection(arm, { scaleSetId: release.scaleSetId, instanceId, isProtected: false }, signal);
    }
    if (ids.length > 0) {
        await noteProtected(work, (noted) => noted.filter((id) => !isMeant(id)), signal);
    }
}
async function notedIds({ arm, release }, signal) {
    const { tags } = await getScaleSet(arm, release.scaleSetId, signal);
    return (0,record_record/* readRecord */.aE)(tags).release?.protectedIds ?? [];
}
/** Of those that are still there. */
async function unprotectedOf({ arm, release }, ids, signal) {
    const reads = await listInstances(arm, release.scaleSetId, signal);
    return reads
        .filter(({ instanceId }) => ids.includes(instanceId))
        .filter(({ properties }) => properties.protectionPolicy?.protectFromScaleIn !== true)
        .map(({ instanceId }) => instanceId);
}
async function noteProtected({ arm, release }, change, signal) {
    await changeTags(arm, release.scaleSetId, ({ tags }) => {
        const open = (0,record_record/* readRecord */.aE)(tags).release;
        return open === undefined
            ? undefined
            : (0,record_record/* withRecord */.q8)(tags, { release: { ...open, protectedIds: change(open.protectedIds) } });
    }, signal);
}

;// CONCATENATED MODULE: ./lib/strategies/scale-set/perform/repairs.js





/** Written down before it is done: whoever ends the release has to know that there is something to resume. */
function suspendRepairs(work) {
    const { arm, release, traces, asFound } = work;
    return {
        async run({ signal, clock }) {
            await noteSuspension(work, true, signal);
            await setAutomaticRepairs(traces.suspensions.through(arm, clock), release.scaleSetId, 'Suspend', signal);
        },
        async verify({ signal }) {
            await requireState(work, 'Suspended', signal);
        },
        async undo(context) {
            // What the release had suspended before this run stays so for as long as it is open: where it is not any more, its end resumes them.
            const isKept = asFound?.hasSuspendedRepairs === true;
            await (isKept ? awaitSuspensions(work, context) : resumeForGood(work, context));
        },
    };
}
function resumeRepairs(work) {
    return {
        run: (context) => resumeForGood(work, context),
        async verify({ signal }) {
            const { tags } = await getScaleSet(work.arm, work.release.scaleSetId, signal);
            if ((0,record_record/* readRecord */.aE)(tags).release?.hasSuspendedRepairs === true) {
                throw new Error(`Automatic repairs of ${(0,resource_id/* nameOf */.Vb)(work.release.scaleSetId)} are still noted as suspended by this release.`);
            }
        },
        undo: async () => undefined,
    };
}
/** A suspension whose connection was cut may be carried out after they were resumed: it is sent under no ETag. */
async function awaitSuspensions({ traces }, { signal, clock }) {
    await clock.sleep(traces.suspensions.untilMs - clock.monotonicMs(), signal);
}
async function resumeForGood(work, context) {
    await awaitSuspensions(work, context);
    await resume(work, context.signal);
}
/** Only what this release has suspended, by its record. */
async function resume(work, signal) {
    const { arm, release } = work;
    const { tags } = await getScaleSet(arm, release.scaleSetId, signal);
    if ((0,record_record/* readRecord */.aE)(tags).release?.hasSuspendedRepairs !== true) {
        return;
    }
    await setAutomaticRepairs(arm, release.scaleSetId, 'Resume', signal);
    await noteSuspension(work, false, signal);
}
async function noteSuspension({ arm, release }, hasSuspendedRepairs, signal) {
    await changeTags(arm, release.scaleSetId, ({ tags }) => {
        const open = (0,record_record/* readRecord */.aE)(tags).release;
        return open === undefined ? undefined : (0,record_record/* withRecord */.q8)(tags, { release: { ...open, hasSuspendedRepairs } });
    }, signal);
}
async function requireState({ arm, release }, wanted, signal) {
    const state = await readAutomaticRepairs(arm, release.scaleSetId, signal);
    if (state !== wanted) {
        throw new Error(`Automatic repairs of ${(0,resource_id/* nameOf */.Vb)(release.scaleSetId)} should be ${wanted}, and Azure says ${state ?? 'nothing of them'}.`);
    }
}

// EXTERNAL MODULE: ./lib/record/interrupted-release.js
var interrupted_release = __webpack_require__(51);
// EXTERNAL MODULE: ./lib/record/lease.js
var record_lease = __webpack_require__(1219);
// EXTERNAL MODULE: ./lib/strategies/come-too-late.js
var come_too_late = __webpack_require__(3460);
;// CONCATENATED MODULE: ./lib/strategies/scale-set/record/journal-terms.js
/**
 * What a journal has beside what every journal has.
 *
 * @param leavesRecord whether the release is to be told of when it is over.
 */
function journalEntries({ releaseId }, terms, leavesRecord) {
    return { release: releaseId, terms: termsText(terms), ...(leavesRecord ? {} : { record: 'none' }) };
}
/** Whoever finishes a release with `record: none` leaves no record of it either. */
function leavesNoRecord({ entries }) {
    return entries.record === 'none';
}
/** `max-unhealthy 5%, stop, batches of 2, pause 30 s, repairs suspended` */
function termsText({ maxUnhealthy, onUnhealthy, batching, suspendRepairs }) {
    const pace = batching === undefined
        ? []
        : [`batches of ${countText(batching.batchSize)}`, `pause ${batching.pauseBetweenBatchesMs / 1000} s`];
    const repairs = suspendRepairs === true ? ['repairs suspended'] : [];
    return [`max-unhealthy ${countText(maxUnhealthy)}`, onUnhealthy, ...pace, ...repairs].join(', ');
}
const FORM = /^max-unhealthy (?<most>\d+(?:\.\d+)?%?), (?<response>stop|rollback|quarantine)(?:, batches of (?<size>\d+(?:\.\d+)?%?), pause (?<pause>\d+(?:\.\d+)?) s)?(?<repairs>, repairs suspended)?$/;
/** Undefined for what another version wrote, or a hand. */
function readJournalTerms({ entries }) {
    const parts = FORM.exec(entries.terms ?? '')?.groups;
    if (parts?.most === undefined) {
        return undefined;
    }
    const { most, response, size, pause, repairs } = parts;
    return {
        maxUnhealthy: readCount(most),
        onUnhealthy: response === 'rollback' || response === 'quarantine' ? response : 'stop',
        ...(size === undefined
            ? {}
            : { batching: { batchSize: readCount(size), pauseBetweenBatchesMs: Number(pause) * 1000 } }),
        ...(repairs === undefined ? {} : { suspendRepairs: true }),
    };
}
function countText(count) {
    return count.kind === 'count' ? String(count.count) : `${count.percent}%`;
}
function readCount(text) {
    return text.endsWith('%')
        ? { kind: 'percent', percent: Number(text.slice(0, -1)) }
        : { kind: 'count', count: Number(text) };
}

;// CONCATENATED MODULE: ./lib/strategies/scale-set/record/last-release.js


/** What a release that is over leaves in the tags. */
function lastReleaseOf({ arm, lease, release, watch }, { kind, strategy, method, releasedBy }) {
    const text = (payload) => payload === undefined ? 'unknown' : (0,payload_text/* payloadText */.Ai)(payload, subscriptionOf(release.scaleSetId));
    // Where the way back came from is what was taken back.
    const [from, to] = kind === 'run' ? [release.previous, release.payload] : [release.payload, release.previous];
    return {
        finishedAtEpochMs: arm.epochMs(),
        kind,
        strategy,
        method,
        releaseId: release.releaseId,
        previousTarget: text(from),
        target: text(to),
        downtime: watch.downtime(),
        run: releasedBy ?? lease.owner,
    };
}

;// CONCATENATED MODULE: ./lib/strategies/scale-set/perform/close-release.js




/**
 * The record goes, and with it what it knows of instances and repairs that this or a former run of the release has changed.
 *
 * @param last what is left of it instead; null: nothing, and nothing of an older release either. Absent: what there was.
 */
async function closeRelease(work, signal, last) {
    const { arm, lease, release } = work;
    await unprotect(work, signal);
    await resume(work, signal);
    await changeTags(arm, release.scaleSetId, ({ tags }) => withoutOwnRecord(tags, lease, { release: null, ...(last === undefined ? {} : { last }) }), signal);
}

;// CONCATENATED MODULE: ./lib/strategies/scale-set/perform/take-lock.js


















function takeLock(work, step) {
    const { arm, lease, release, lateWritesUntilMs } = work;
    return {
        async run({ signal, clock }) {
            const journal = journalOf(work, step);
            const lock = (0,record_lease/* lockOf */.V)(lease, clock.monotonicMs(), arm.epochMs());
            await changeTags(arm, release.scaleSetId, (scaleSet) => locked(work, step, scaleSet, { lock, journal }), signal);
        },
        // The tags were written under the ETag of a scale set on which nobody had a lock that binds.
        verify: async () => undefined,
        async undo({ signal, clock }) {
            await clock.sleep(lateWritesUntilMs - clock.monotonicMs(), signal);
            const { name, tags } = await getScaleSet(arm, release.scaleSetId, signal);
            if (!isOwn((0,record_record/* readRecord */.aE)(tags), lease)) {
                // Another run had the lock, or has brought this release to its end: what there is to see is its doing then.
                return;
            }
            if (work.asFound !== undefined && (await isAsFound(work, signal))) {
                await goAway(work, work.asFound, signal);
                return;
            }
            const touched = await readTouched(arm, release, take_lock_reachOf(step), signal);
            // What somebody else has put into the model before this run did is none of its business.
            if (!touched.isTakenBack && (work.traces.isModelWritten || !touched.isGone)) {
                throw new Error(`Scale set ${name} is not as it was before release ${release.releaseId} (${touched.explanation}), so its record stays in ` +
                    'the tags: "command: recover" or "command: rollback" goes on from there.');
            }
            await closeRelease(work, signal, undoingOf(work, step));
            work.traces.isClosedAsUndone = true;
        },
        isPlanUndone: () => work.traces.isClosedAsUndone,
    };
}
/**
 * Whoever asks for a rollback after a release has taken itself back means that release, and nothing is to be done then: without
 * a word of it in the tags, the one before it would be taken back.
 */
function undoingOf(work, { leavesRecord, strategy, method }) {
    const kind = method === 'take-back' ? 'rollback' : 'undoing';
    return leavesRecord ? lastReleaseOf(work, { kind, strategy, method }) : null;
}
/** The release is open as it was. */
async function goAway({ arm, clock, emit, lease, release }, { strategy, canaryIds, otherIds, sickIds }, signal) {
    await changeTags(arm, release.scaleSetId, ({ tags }) => {
        const { release: open } = (0,record_record/* readRecord */.aE)(tags);
        const former = open === undefined ? undefined : { ...open, strategy, canaryIds, otherIds, sickIds };
        return withoutOwnRecord(tags, lease, former === undefined ? {} : { release: former });
    }, signal);
    emit({ type: 'release-left', atMs: clock.monotonicMs() });
}
function journalOf({ arm, lease, release, terms }, { method, batching, leavesRecord }) {
    return {
        strategy: method === 'canary' ? 'canary-percent' : method === 'batches' ? 'full-rollout' : 'rollback',
        method,
        startedAtEpochMs: arm.epochMs(),
        run: lease.owner,
        lockId: lease.id,
        entries: journalEntries(release, { ...terms, ...(batching === undefined ? {} : { batching }) }, leavesRecord),
    };
}
/** @throws LockedError, InterruptedReleaseError, OutdatedPlanError, ChangedSincePlanError where the scale set is no longer what was planned for. */
function locked(work, step, scaleSet, { lock, journal }) {
    const { arm, lease } = work;
    const found = (0,record_record/* readRecord */.aE)(scaleSet.tags);
    if (found.lock !== undefined &&
        found.lock.id !== lock.id &&
        !(0,record_lock/* isOver */.PU)(found.lock, lock.owner, arm.epochMs())) {
        const beside = found.journal === undefined ? 'nothing' : 'journal';
        throw new record_lock/* LockedError */.by(holderOf(scaleSet), found.lock, 'release', beside);
    }
    if (found.journal !== undefined && found.journal.lockId !== lock.id && step.method !== 'take-back') {
        throw new interrupted_release/* InterruptedReleaseError */.i(holderOf(scaleSet), found.journal);
    }
    if (found.lock?.id === lease.id && found.journal?.lockId === lease.id) {
        return scaleSet.tags ?? {};
    }
    requireAsPlanned(work, step, scaleSet, found.release?.id);
    return (0,record_record/* withRecord */.q8)(scaleSet.tags, {
        lock,
        journal,
        ...releaseIn(work, step, found.release),
    });
}
/** Whom the release may reach from now on has to be known before anybody is upgraded. */
function releaseIn(work, step, open) {
    if (step.opening.kind === 'opens') {
        return { release: openReleaseOf(work, step) };
    }
    const { canaryIds, otherIds } = work.release;
    const sickIds = [...work.before.sickIds];
    if (open === undefined || step.method === 'take-back') {
        return {};
    }
    return step.method === 'canary'
        ? { release: { ...open, canaryIds, otherIds: otherIds.filter((id) => !canaryIds.includes(id)), sickIds } }
        : { release: { ...open, strategy: step.strategy, otherIds, sickIds } };
}
/**
 * A recovery brings its release to an end also where somebody has removed the tags since.
 *
 * @throws OutdatedPlanError, ChangedSincePlanError
 */
function requireAsPlanned({ release, isLockNeeded, asPlanned }, { opening, method }, scaleSet, openId) {
    if (openId !== (opening.kind === 'opens' ? undefined : release.releaseId) &&
        !(method === 'take-back' && !isLockNeeded && openId === undefined)) {
        throw new come_too_late/* OutdatedPlanError */._i(`Scale set ${scaleSet.name} ${openId === undefined ? 'has no open release any more' : `has the open release ${openId} now`}: ` +
            'another run has come between. Nothing was changed; run again.');
    }
    const model = payloadOfModel(scaleSet, release.payload);
    const allowed = release.previous === undefined ? [release.payload] : [release.payload, release.previous];
    if (!allowed.some((each) => samePayload(model, each))) {
        const found = model === undefined ? 'nothing of the kind' : describePayload(model);
        const text = `The model of scale set ${scaleSet.name} has changed since this run was planned: it has ${found}.`;
        // To plan anew from what somebody else has put there would write over it.
        throw hasBeenReleased(asPlanned, scaleSet)
            ? new come_too_late/* OutdatedPlanError */._i(`${text} Another run has come between. Nothing was changed; run again.`)
            : new come_too_late/* ChangedSincePlanError */.C3(`${text} Find out who writes to it, and run again.`);
    }
    const change = asPlanned && restOfModelChange(asPlanned.scaleSet, scaleSet, release);
    if (change !== undefined) {
        throw new come_too_late/* ChangedSincePlanError */.C3(restOfModelText(scaleSet, change));
    }
}
/** By a run of this action, which has left its record. */
function hasBeenReleased(planned, { tags }) {
    return (planned !== undefined && !(0,external_node_util_.isDeepStrictEqual)((0,record_record/* readRecord */.aE)(planned.scaleSet.tags).last, (0,record_record/* readRecord */.aE)(tags).last));
}
/** Before a rollout nobody but the canaries is reached. */
function take_lock_reachOf({ method }) {
    return method === 'batches' ? 'all' : 'canaries';
}

;// CONCATENATED MODULE: ./lib/strategies/scale-set/perform/left-alone.js

/**
 * Before anybody is upgraded: who was found switched off with the payload counts, as it did when it was switched off, and is
 * neither upgraded nor waited for.
 *
 * @throws UnhealthyInstancesError
 */
function judgeLeftAlone(work, { clock }) {
    const { emit, troubled } = work;
    const instanceIds = [...troubled.unhealthy.keys()];
    if (instanceIds.length === 0) {
        return;
    }
    emit({ type: 'instances-off', atMs: clock.monotonicMs(), since: 'upgrade', instanceIds });
    judge(work, { unhealthy: new Map(troubled.unhealthy) });
}

;// CONCATENATED MODULE: ./lib/strategies/scale-set/perform/upgrade-canaries.js










function upgradeCanaries(work) {
    const { release, access, emit, troubled, before } = work;
    // A canary that grows leaves those that it has alone; what an upgrade has left as `Failed` is upgraded once more.
    const isUpgraded = (read) => hasRecorded(read, release.payload) && read.properties.provisioningState === 'Succeeded';
    return {
        async run(context) {
            const { clock, signal } = context;
            const leftOnIds = release.canaryIds.filter((id) => !troubled.unhealthy.has(id));
            judgeLeftAlone(work, context);
            const reads = await access.read(leftOnIds, signal);
            const havingIds = reads.filter(isUpgraded).map(({ instanceId }) => instanceId);
            const instanceIds = leftOnIds.filter((id) => !(havingIds.includes(id) && before.sickIds.has(id)));
            if (instanceIds.length === 0) {
                return;
            }
            const upgradedIds = havingIds.filter((id) => instanceIds.includes(id));
            emit({
                type: 'batch-started',
                atMs: clock.monotonicMs(),
                number: 1,
                instanceIds,
                checkedIds: upgradedIds,
                outdatedCount: instanceIds.length - upgradedIds.length,
            });
            const offIds = (0,power/* switchedOffIds */.nz)(reads);
            const checked = await upgradeAndCheck(work, { instanceIds, upgradedIds, offIds }, context);
            const tell = (unhealthy) => emit({
                type: 'batch-finished',
                atMs: clock.monotonicMs(),
                number: 1,
                instanceIds,
                unhealthy: unhealthyList(unhealthy),
            });
            judge(work, await quarantine(work, checked, tell, signal));
        },
        async verify({ signal }) {
            const reads = await access.read(release.canaryIds, signal);
            const without = release.canaryIds.filter((id) => !troubled.unhealthy.has(id) &&
                !reads.some((read) => read.instanceId === id && hasRecorded(read, release.payload)));
            if (without.length > 0) {
                throw new Error(`Instances ${without.join(', ')} should have the payload of release ${release.releaseId}, and Azure says that they ` +
                    'have not, or are gone.');
            }
        },
        async undo(context) {
            const { clock, signal } = context;
            if (await isAsFound(work, signal)) {
                return;
            }
            const begunAtMs = clock.monotonicMs();
            await takeBackAll(work, 'canaries', signal);
            await requireTakenBack(work, 'canaries', signal);
            await lookAfterUndoing(work, begunAtMs, context);
            tellSwitchedOff(work, await seeRelease(work, clock, signal), context);
        },
    };
}

;// CONCATENATED MODULE: ./lib/strategies/scale-set/instances/left-serving.js


/** Whether in every zone that instances are taken from somebody goes on serving. */
function leavesEnough(instances, taken) {
    return strippedZones(instances, taken).length === 0;
}
/**
 * Zones in which nobody is left to serve while those that are taken are upgraded. A zone without a serving instance keeps one all
 * the same, unless it has only one: what looks sick may serve.
 */
function strippedZones(instances, taken) {
    return [...new Set(taken.map(({ zone }) => zone))].filter((zone) => {
        const ofZone = instances.filter((instance) => instance.zone === zone);
        const remaining = ofZone.filter((instance) => !taken.includes(instance));
        const takesServing = taken.some((instance) => instance.zone === zone && serves(instance));
        return takesServing ? !remaining.some(serves) : remaining.length === 0 && ofZone.length > 1;
    });
}
/** Canaries go down in one call, however many they are: who asked for them need not have thought of whom that leaves. */
function canaryOutages(instances, taken) {
    const zones = strippedZones(instances, taken).sort();
    const others = instances.filter((instance) => !taken.includes(instance));
    if (zones.length > 0 && !others.some(serves)) {
        return [
            `${nameAll(taken)} upgraded in one call, and no other instance serves: nobody does meanwhile. Ask for fewer, or use strategy: ` +
                'full-rollout, which goes in batches.',
        ];
    }
    return zones.map((zone) => {
        const ofZone = taken.filter((instance) => instance.zone === zone);
        return `${nameAll(ofZone)} upgraded in one call, and no other instance of zone ${zone} serves: nobody does in that zone meanwhile.`;
    });
}
function nameAll(instances) {
    const ids = [...instances].sort(instance_order/* byId */.$H).map(({ instanceId }) => instanceId);
    return ids.length === 1 ? `Instance ${ids.join()} is` : `Instances ${ids.join(', ')} are`;
}

;// CONCATENATED MODULE: ./lib/strategies/scale-set/plan/plan-batches.js






/**
 * All batches that it takes if every upgraded instance gets well. Which ones they really are is asked anew before each: see
 * `nextBatch`.
 *
 * @throws RefusedError for a batch larger than the scale set.
 */
function planBatches(instances, size, scaleSet) {
    refuseImpossible(instances, size, scaleSet);
    return planLeftBatches(instances, size);
}
/** As `planBatches`, for a rollout that goes on: a scale set that has become smaller meanwhile is no reason to stop. */
function planLeftBatches(instances, size) {
    const { count, explanation } = batchSize(instances, size);
    const batches = [];
    const leftAlone = new Set(instances.filter(isLeftAlone).map(({ instanceId }) => instanceId));
    let state = instances.map(asToRepair);
    for (;;) {
        const batch = batchOf(state, count, leftAlone);
        if (batch === undefined) {
            break;
        }
        batches.push(batch);
        state = upgraded(state, batch.instanceIds);
    }
    return { batches, explanation: [explanation, ...explainProtected(instances)].join('; ') };
}
const none = new Set();
/**
 * The instances to upgrade next, by how they are now; undefined where none is left. A scale set that has become smaller
 * than a batch meanwhile is no reason to stop.
 *
 * @param leftOut Ids that are not to be tried again: those in quarantine, for one.
 */
function nextBatch(instances, size, leftOut = none) {
    return batchOf(instances, batchSize(instances, size).count, leftOut);
}
function refuseImpossible(instances, size, scaleSet) {
    if (instances.length === 0) {
        throw new refused_error/* RefusedError */.f(`The scale set "${scaleSet}" has no instances: there is nothing to roll out to.`);
    }
    if (size.kind === 'count' && size.count > instances.length) {
        throw new refused_error/* RefusedError */.f(`batch-size ${size.count} is more than the scale set "${scaleSet}" has: ${instance_count_countOf(instances.length)}. Ask for fewer, or ` +
            'for a percentage.');
    }
}
/** Rounded down, and one at least: a batch is what does not serve for a while, which must not be more than was asked for. */
function batchSize(instances, size) {
    const { count, explanation } = resolveCount(size, instances.length, 'down');
    return count >= 1
        ? { count, explanation: `batches of ${explanation}` }
        : { count: 1, explanation: `batches of ${explanation}, but one at least: 1` };
}
/** Who stays outdated, because no release may upgrade it. */
function keptOutdated(instances) {
    return instances
        .filter((instance) => instance.isProtectedFromScaleSetActions && isOutdated(instance))
        .map(({ instanceId }) => instanceId)
        .sort(instance_order/* compareIds */.q3);
}
function explainProtected(instances) {
    const ids = keptOutdated(instances);
    return ids.length === 0
        ? []
        : [`left out, being protected from scale set actions, and outdated afterwards: ${ids.join(', ')}`];
}
/** What an upgrade has left as `Failed`, of another run for one, has the payload by its looks, and is upgraded once more. */
function asToRepair(instance) {
    return instance.provisioningState === 'Failed' ? { ...instance, hasLatestModel: false } : instance;
}
/** Who is switched off stays so. */
function upgraded(instances, ids) {
    return instances.map((instance) => {
        if (!ids.includes(instance.instanceId)) {
            return instance;
        }
        const { isSwitchedOff, health } = instance;
        return {
            ...instance,
            hasLatestModel: true,
            hasPayload: true,
            isRunning: !isSwitchedOff,
            health: isSwitchedOff ? health : wellOf(instance),
        };
    });
}
function wellOf({ health }) {
    return health === 'unmonitored' ? 'unmonitored' : 'healthy';
}
/** As many as fit; where not even one does, the least bad: one alone. */
function batchOf(instances, count, leftOut) {
    const waiting = inOrder(instances, leftOut);
    const batch = [];
    for (const candidate of waiting) {
        if (batch.length < count && leavesEnough(instances, [...batch, candidate])) {
            batch.push(candidate);
        }
    }
    const [first] = waiting;
    if (first === undefined || batch.length > 0) {
        return first && { instanceIds: batch.map(({ instanceId }) => instanceId) };
    }
    return { instanceIds: [first.instanceId], warning: warn(instances, first) };
}
/** Those that serve nobody first: nothing is lost by upgrading them. Then zone by zone, and in each by fault domain. */
function inOrder(instances, leftOut) {
    return instances
        .filter((instance) => isOutdated(instance) && !instance.isProtectedFromScaleSetActions && !leftOut.has(instance.instanceId))
        .sort((left, right) => Number(serves(left)) - Number(serves(right)) || (0,instance_order/* byZoneAndFaultDomain */.bR)(left, right));
}
function warn(instances, { instanceId, zone }) {
    const others = instances.filter((instance) => instance.instanceId !== instanceId && serves(instance));
    return others.length === 0
        ? `no instance but ${instanceId} serves: nobody does while it is upgraded`
        : `no instance of zone ${zone} but ${instanceId} serves: it is upgraded alone, and nobody serves in that zone meanwhile`;
}

;// CONCATENATED MODULE: ./lib/strategies/scale-set/perform/note-reached.js



/**
 * Right before instances are upgraded that the record calls others: from here on they are the release's, and taking it back
 * takes them back, whatever becomes of the upgrade. Most batches have none of them, and cost no write.
 */
async function noteReached({ arm, lease, release }, instanceIds, { tags: seenTags }, signal) {
    const seen = (0,record_record/* readRecord */.aE)(seenTags).release?.otherIds ?? [];
    if (!seen.some((id) => instanceIds.includes(id))) {
        return;
    }
    await changeTags(arm, release.scaleSetId, ({ tags }) => {
        const record = (0,record_record/* readRecord */.aE)(tags);
        if (record.release === undefined || !isOwn(record, lease)) {
            // The batch finds the lock lost before it upgrades anybody.
            return undefined;
        }
        const otherIds = record.release.otherIds.filter((id) => !instanceIds.includes(id));
        return (0,record_record/* withRecord */.q8)(tags, { release: { ...record.release, otherIds } });
    }, signal);
}

;// CONCATENATED MODULE: ./lib/strategies/scale-set/perform/upgrade-outdated.js
















function upgradeOutdated(work, step) {
    return {
        async run(context) {
            judgeLeftAlone(work, context);
            const tries = new Map();
            let batch = await upgradeNext(work, step, { number: 1, tries }, context);
            for (let number = 2; batch !== 'none'; number += 1) {
                if (batch === 'another-follows') {
                    await context.clock.sleep(step.pauseBetweenBatchesMs, context.signal);
                }
                batch = await upgradeNext(work, step, { number, tries }, context);
            }
        },
        // Who is outdated was asked before the batch that was not begun: there was none.
        verify: async () => undefined,
        async undo(context) {
            const { clock, signal } = context;
            if (await isAsFound(work, signal)) {
                return;
            }
            const begunAtMs = clock.monotonicMs();
            await takeBackAll(work, 'all', signal);
            await requireTakenBack(work, 'all', signal);
            await lookAfterUndoing(work, begunAtMs, context);
            tellSwitchedOff(work, await seeRelease(work, clock, signal), context);
        },
    };
}
/** A second upgrade is for who was upgraded while somebody changed another part of the model. */
const MOST_UPGRADES = 2;
function triedInVain(tries) {
    return [...tries].flatMap(([id, count]) => (count >= MOST_UPGRADES ? [id] : []));
}
/** Once: see `asToRepair`. */
function isToRepair({ instanceId, provisioningState }, tries) {
    return provisioningState === 'Failed' && !tries.has(instanceId);
}
/** Who has the payload, and does not get well by it, or was found switched off with it. Whom ARM could not upgrade is tried again. */
function givenUp({ troubled }, instances) {
    return [...troubled.unhealthy.keys()].filter((id) => troubled.quarantined.has(id) ||
        instances.some(({ instanceId, hasPayload }) => instanceId === id && hasPayload));
}
/** For making an instance: of recorded scale-outs none took longer. */
const LONGEST_CREATION_MS = 900_000;
/**
 * Whom to upgrade now. An instance that is being made, on the model of before, gets its turn when it is there: what ARM makes of
 * an upgrade in the middle of that nobody has recorded.
 *
 * @returns undefined where nothing is outdated any more that another upgrade could help.
 */
async function seeNext(work, { batchSize }, tries, context) {
    const { clock, signal } = context;
    const inVain = triedInVain(tries);
    const isToUpgrade = (each) => (isOutdated(each) && !each.isProtectedFromScaleSetActions && !inVain.includes(each.instanceId)) ||
        isToRepair(each, tries);
    for (let waitedMs = 0;; waitedMs += COMPUTE_LISTING_MS) {
        const { scaleSet, instances: seen } = await seeAllWell(work, isToUpgrade, context);
        const instances = seen.map((each) => (isToRepair(each, tries) ? asToRepair(each) : each));
        const beingMade = instances.filter((each) => each.provisioningState === 'Creating' && isOutdated(each) && !inVain.includes(each.instanceId));
        const leftOut = [...givenUp(work, seen), ...inVain, ...beingMade.map(({ instanceId }) => instanceId)];
        const batch = nextBatch(instances, batchSize, new Set(leftOut));
        if (batch !== undefined) {
            const offIds = instances
                .filter(({ instanceId, isSwitchedOff }) => isSwitchedOff && batch.instanceIds.includes(instanceId))
                .map(({ instanceId }) => instanceId);
            const others = new Set([...leftOut, ...batch.instanceIds]);
            return {
                batch: { instanceIds: batch.instanceIds, upgradedIds: [], offIds },
                isLast: beingMade.length === 0 && nextBatch(instances, batchSize, others) === undefined,
                scaleSet,
                outdatedCount: instances.filter(isOutdated).length,
            };
        }
        if (beingMade.length === 0 || waitedMs >= LONGEST_CREATION_MS) {
            return undefined;
        }
        await clock.sleep(COMPUTE_LISTING_MS, signal);
    }
}
/** Who is switched off before the release has reached it was switched off by somebody else, whenever that was. */
function noteSwitchedOff({ before, emit }, offIds, { clock }) {
    if (offIds.some((id) => !before.sickIds.has(id))) {
        for (const id of offIds) {
            before.sickIds.add(id);
        }
        emit(sickBefore(before, clock));
    }
}
/** @returns `last`: nobody was left for another batch when this one was chosen, and who gets well needs none. */
async function upgradeNext(work, step, { number, tries }, context) {
    const { clock, signal } = context;
    const { emit, troubled } = work;
    const next = await seeNext(work, step, tries, context);
    if (next === undefined) {
        return 'none';
    }
    const { outdatedCount, scaleSet } = next;
    const { instanceIds } = next.batch;
    emit({
        type: 'batch-started',
        atMs: clock.monotonicMs(),
        number,
        instanceIds,
        outdatedCount,
    });
    for (const id of instanceIds) {
        tries.set(id, (tries.get(id) ?? 0) + 1);
    }
    noteSwitchedOff(work, next.batch.offIds, context);
    const subject = `ARM to note in the tags whom batch ${number} reaches`;
    await (0,engine_deadline/* withDeadline */.N)({ clock, signal, timeoutMs: LONGEST_WRITE_MS, subject }, (limited) => noteReached(work, instanceIds, scaleSet, limited));
    const checked = await upgradeAndCheck(work, next.batch, context);
    const tell = (unhealthy) => emit({
        type: 'batch-finished',
        atMs: clock.monotonicMs(),
        number,
        instanceIds,
        unhealthy: unhealthyList(unhealthy),
    });
    const found = await quarantine(work, checked, tell, signal);
    for (const id of instanceIds) {
        // Whom the second try has helped.
        troubled.unhealthy.delete(id);
    }
    judge(work, found);
    return next.isLast ? 'last' : 'another-follows';
}

// EXTERNAL MODULE: ./lib/record/record-removed-error.js
var record_removed_error = __webpack_require__(6302);
// EXTERNAL MODULE: ./lib/engine/run.js
var run = __webpack_require__(1079);
;// CONCATENATED MODULE: ./lib/strategies/scale-set/perform/last-look.js














/** A half of a release had come to its end, and Azure is not as it left it. */
class ReleaseLostError extends run/* GoalLostError */.sk {
    name = 'ReleaseLostError';
    code;
    constructor(code, message) {
        super(message);
        this.code = code;
    }
}
/**
 * After the last write of a run: what somebody else has done since the instances were seen to be right is what the run ends with.
 * What another run of this action does, which has the lock by now, is for that one to tell.
 *
 * @returns undefined where somebody else has the lock.
 * @throws ReleaseLostError
 */
async function lookForTheLastTime(work, step, { signal, clock }) {
    const { arm, emit, lease, release, troubled, before, hasJudged } = work;
    // In this order: whoever takes the lock and then upgrades somebody is seen by the lock.
    const reads = hasJudged ? await listInstances(arm, release.scaleSetId, signal) : [];
    const scaleSet = await getScaleSet(arm, release.scaleSetId, signal);
    const record = (0,record_record/* readRecord */.aE)(scaleSet.tags);
    if (record.lock !== undefined && record.lock.id !== lease.id) {
        return undefined;
    }
    if (hasJudged) {
        const isForgotten = step.leaves === 'open-release' && record.release === undefined;
        const told = isForgotten ? { ...release, releaseId: '', canaryIds: [] } : release;
        emit(releaseSeen(told, { scaleSet, reads, judged: { ...troubled, ...before } }, clock));
    }
    last_look_requireModel(work, step, scaleSet);
    if (hasJudged) {
        requireInstances(work, step, { scaleSet, reads });
    }
    return record;
}
/** @throws ReleaseLostError */
function last_look_requireModel({ release, asPlanned }, { method }, scaleSet) {
    const { releaseId, payload, previous } = release;
    const left = method === 'take-back' ? previous : payload;
    const model = payloadOfModel(scaleSet, payload);
    if (left !== undefined && !samePayload(model, left)) {
        throw new ReleaseLostError('LostModel', `Somebody else has changed the model of scale set ${scaleSet.name} since the instances were seen to be as they should be: it has ` +
            `${model === undefined ? 'nothing of the kind' : describePayload(model)}, where release ${releaseId} has left ${describePayload(left)}.`);
    }
    const change = asPlanned && restOfModelChange(asPlanned.scaleSet, scaleSet, release);
    if (change !== undefined) {
        throw new ReleaseLostError('LostSettings', `Somebody else has changed the model of scale set ${scaleSet.name} while this run was at work on it: ${change}. Nobody has planned that.`);
    }
}
/** @throws ReleaseLostError */
function requireInstances(work, { method, strategy }, { scaleSet, reads }) {
    const { release } = work;
    const { payload } = release;
    if (method === 'take-back') {
        const touched = touchedIds(reads, release, reachOf({ strategy }));
        const again = reads
            .filter((read) => touched.includes(read.instanceId) && hasRecorded(read, payload))
            .map(({ instanceId }) => instanceId);
        if (again.length > 0) {
            throw new ReleaseLostError('LostInstances', `${(0,named_instances/* namedInstances */.M)(again)} of ${(0,resource_id/* nameOf */.Vb)(release.scaleSetId)} had been taken back, and ${again.length === 1 ? 'has' : 'have'} ` +
                `${describePayload(payload)} again: something else has upgraded ${again.length === 1 ? 'it' : 'them'}.`);
        }
        return;
    }
    const instances = reads.map((read) => toInstance(read, { scaleSet, payload }));
    const unexpected = unexpectedOf(work, method === 'canary' ? 'canaries' : 'all', instances);
    if (unexpected !== undefined) {
        throw new ReleaseLostError('LostInstances', `The instances had been seen to be as they should be, and are not any more. ${unexpected}`);
    }
}

;// CONCATENATED MODULE: ./lib/strategies/scale-set/perform/write-record.js









function writeRecord(work, step) {
    return {
        async run(context) {
            try {
                await write_record_close(work, step, context.signal);
            }
            catch (error) {
                // What is lost is lost, whatever kept the tags from being written.
                throw (await lossOf(work, step, context)) ?? error;
            }
        },
        async verify(context) {
            const record = await lookForTheLastTime(work, step, context);
            if (record !== undefined) {
                requireClosed(work, step, record);
            }
        },
        undo: async () => undefined,
    };
}
async function write_record_close(work, step, signal) {
    const { arm, lease, release } = work;
    if (step.leaves !== 'open-release') {
        await requireNothingSetAside(work, signal);
    }
    const last = step.leaves === 'last' ? endOf(work, step) : undefined;
    const closes = step.leaves === 'open-release' ? {} : { release: null };
    await changeTags(arm, release.scaleSetId, ({ tags }) => isOwn((0,record_record/* readRecord */.aE)(tags), lease)
        ? (0,record_record/* withRecord */.q8)(tags, {
            lock: null,
            journal: null,
            ...closes,
            ...(last === undefined ? (step.leaves === 'nothing' ? { last: null } : {}) : { last }),
        })
        : withoutOwnRecord(tags, lease), signal);
}
async function lossOf(work, step, context) {
    try {
        await lookForTheLastTime(work, step, context);
        return undefined;
    }
    catch (error) {
        return error instanceof ReleaseLostError ? error : undefined;
    }
}
/** @throws Error where the tags do not say what they were to say; ReleaseLostError, RecordRemovedError where somebody has removed them. */
function requireClosed({ lease, release }, { leaves }, { lock, journal, release: open, last }) {
    const name = (0,resource_id/* nameOf */.Vb)(release.scaleSetId);
    const isOpen = open?.id === release.releaseId;
    const isAtWork = lock !== undefined || journal?.lockId === lease.id;
    if (leaves === 'open-release' && !isAtWork && open === undefined) {
        throw new ReleaseLostError('LostRecord', `Somebody has removed the tags of release ${release.releaseId} from scale set ${name}, or has brought it to its end, while this run closed it: ` +
            'no tag knows of it any more, so it is not open.');
    }
    if (isAtWork || isOpen !== (leaves === 'open-release')) {
        throw new Error(`The tags of scale set ${name} should say that release ${release.releaseId} is ${leaves === 'open-release' ? 'open' : 'over'}, ` +
            'and that nobody works on it, and Azure says otherwise. "command: status" tells how things are.');
    }
    if (leaves === 'last' && last === undefined) {
        throw new record_removed_error/* RecordRemovedError */.K(`Somebody has removed the tags of release ${release.releaseId} from scale set ${name} while it ran: it is over, and no tag tells what there was before.`);
    }
}
/**
 * The record is all that tells what has to be given back.
 *
 * @throws Error where a clean-up before this one has failed.
 */
async function requireNothingSetAside({ arm, release }, signal) {
    const { name, tags } = await getScaleSet(arm, release.scaleSetId, signal);
    const { protectedIds = [], hasSuspendedRepairs = false } = (0,record_record/* readRecord */.aE)(tags).release ?? {};
    const left = [
        ...(protectedIds.length === 0
            ? []
            : [
                `${(0,named_instances/* namedInstances */.M)(protectedIds)} ${protectedIds.length === 1 ? 'is' : 'are'} protected from scale-in`,
            ]),
        ...(hasSuspendedRepairs ? ['automatic repairs are suspended'] : []),
    ];
    if (left.length > 0) {
        throw new Error(`The record of release ${release.releaseId} stays in the tags of scale set ${name}, because ${left.join(', and ')} by it still: ` +
            '"command: recover" gives that back.');
    }
}
function endOf(work, { strategy, method, releasedBy }) {
    const kind = method === 'take-back' ? 'rollback' : 'run';
    return lastReleaseOf(work, { kind, strategy, method, releasedBy });
}

;// CONCATENATED MODULE: ./lib/strategies/scale-set/performers.js













/** What a run begins with. @param isModelWritten Whether another process may have written the model for it. */
function noTraces({ isModelWritten }) {
    return {
        isModelWritten,
        isClosedAsUndone: false,
        isFoundUnhealthy: false,
        begunIds: new Set(),
        takenBackIds: new Set(),
        suspensions: new unanswered_writes/* UnansweredWrites */.h(late_writes/* LATE_WRITE_MS */.q),
    };
}
/** What each kind of step does. */
function scaleSetPerformers(work) {
    const underLock = (performerOf) => guarded(performerOf, work);
    return (step) => {
        switch (step.kind) {
            case 'take-lock':
                return takeLock(work, step);
            case 'suspend-repairs':
                return underLock(suspendRepairs);
            case 'change-model':
                return underLock(changeModel);
            case 'protect-canaries':
                return underLock((guardedWork) => protectCanaries(guardedWork, step));
            case 'upgrade-canaries':
                return underLock(upgradeCanaries);
            case 'upgrade-outdated':
                return underLock((guardedWork) => upgradeOutdated(guardedWork, step));
            case 'take-back':
                return underLock((guardedWork) => takeBack(guardedWork, step));
            case 'check-taken-back':
                return checkTakenBack(work);
            case 'confirm-release':
                return underLock((guardedWork) => confirmRelease(guardedWork, step));
            case 'release-protection':
                return underLock(releaseProtection);
            case 'resume-repairs':
                return underLock(resumeRepairs);
            case 'write-record':
                return writeRecord(work, step);
        }
    };
}

;// CONCATENATED MODULE: ./lib/strategies/scale-set/plan/calls-if-unwell.js

/** Of every release: whoever upgrades an extension does not expect to lose a disk by it. */
function hazardsIfUnwell(steps) {
    return steps.some(({ kind }) => kind === 'upgrade-canaries' || kind === 'upgrade-outdated')
        ? [
            'An instance that does not get well within healthy-deadline is tried once more from a fresh OS disk (reimage), whatever the ' +
                'release brings: what was written to its OS disk since is gone. Data disks stay.',
        ]
        : [];
}
/**
 * The steps with what they send only where an instance is not well. Who that will be nobody knows beforehand, and whoever
 * approves a plan approves that too.
 */
function withCallsIfUnwell(steps, onUnhealthy) {
    return steps.map((step) => ({ ...step, calls: [...step.calls, ...calls_if_unwell_callsOf(step, onUnhealthy)] }));
}
function calls_if_unwell_callsOf(step, onUnhealthy) {
    const poweroff = (who) => onUnhealthy === 'quarantine'
        ? [call(step, 'poweroff', `only of whom ${who} (on-unhealthy: quarantine)`)]
        : [];
    const reimage = call(step, 'reimage', 'only of whom does not get well: one more try, from a fresh disk');
    switch (step.kind) {
        case 'upgrade-canaries':
            return [reimage, ...poweroff('does not get well by that either')];
        case 'upgrade-outdated':
            return [reimage, ...poweroff('does not get well by that either, or is not well any more')];
        case 'confirm-release':
            return step.expects === 'taken-back' ? [] : poweroff('is not well any more');
        default:
            return [];
    }
}
function call({ release }, action, explanation) {
    return {
        method: 'POST',
        target: `${release.scaleSetId}/${action}`,
        apiVersion: COMPUTE_API_VERSION,
        explanation,
    };
}

;// CONCATENATED MODULE: ./lib/strategies/scale-set/plan/canary-work.js

/** What a plan without an upgrade says of downtime. */
const NOBODY_DOWN = 'no instance goes down: the canaries have it already, and are only checked';
function canaryWorkOf(instances, canaryIds, { sickIds }) {
    const canaries = instances.filter((each) => canaryIds.includes(each.instanceId) && !isLeftAlone(each));
    const isToUpgrade = (each) => !(each.hasPayload && each.provisioningState === 'Succeeded');
    return {
        toUpgrade: canaries.filter(isToUpgrade),
        toCheck: canaries.filter((each) => isToUpgrade(each) || !sickIds.has(each.instanceId)),
    };
}

;// CONCATENATED MODULE: ./lib/strategies/scale-set/plan/choose-canaries.js






/**
 * Which instances get the payload first. The choice depends on nothing but the instances: a re-run chooses the same ones,
 * also when some of them have the payload by then, or have become sick by it, or are in quarantine with it: to take another one
 * in their place would spread a bad version with each re-run. Who has the payload beside the canaries of an open release, as an instance
 * that autoscale has added, counts and is no canary: no record says so, and nothing protects it.
 *
 * @param formerIds Canaries of the release so far. Nobody else becomes one who is switched off with the payload.
 * @throws RefusedError
 */
function chooseCanaries(instances, share, scaleSet, formerIds) {
    if (instances.length === 0) {
        throw new refused_error/* RefusedError */.f(`The scale set "${scaleSet}" has no instances: there is nothing to try a new version on. Scale it out first.`);
    }
    const standing = standingOf(instances, formerIds);
    return share.kind === 'percent'
        ? chooseShare(standing, share.percent, scaleSet, formerIds)
        : chooseNamed(instances, standing, share.instanceIds, scaleSet);
}
function standingOf(instances, formerIds) {
    const guarded = instances.filter((instance) => instance.isProtectedFromScaleSetActions);
    const quarantined = instances.filter((instance) => isLeftAlone(instance) && !formerIds.includes(instance.instanceId) && !guarded.includes(instance));
    const eligible = instances.filter((instance) => !guarded.includes(instance) && !quarantined.includes(instance));
    return { eligible, guarded, quarantined };
}
function chooseShare({ eligible, guarded, quarantined }, percent, scaleSet, formerIds) {
    const { count, explanation } = canaryCount(eligible.length, percent, scaleSet);
    const ranked = rank(eligible);
    const former = ranked.filter(({ instanceId }) => formerIds.includes(instanceId));
    const others = ranked.filter(({ instanceId }) => !formerIds.includes(instanceId));
    const carriers = others.filter(({ hasPayload }) => hasPayload);
    const without = others.filter(({ hasPayload }) => !hasPayload);
    // Beside canaries of the release nobody becomes one for having the payload, but nobody gets it in their place either.
    const isBeside = former.length > 0;
    const chosen = isBeside
        ? [...former, ...without.slice(0, Math.max(0, count - former.length - carriers.length))].slice(0, count)
        : [...carriers, ...without].slice(0, count);
    return {
        instanceIds: chosen.map(({ instanceId }) => instanceId).sort(instance_order/* compareIds */.q3),
        explanation: [
            explanation,
            ...explainLeftOut(guarded.length, 'being protected from scale set actions'),
            ...explainLeftOut(quarantined.length, 'being switched off with the payload already'),
            ...explainChosen(chosen),
            ...(isBeside ? explainCarriers(carriers) : []),
        ].join('; '),
    };
}
function explainCarriers(carriers) {
    return carriers.length === 0
        ? []
        : [
            `counted, though not among the canaries of the release: ${(0,named_instances/* namedInstances */.M)(carriers.map(({ instanceId }) => instanceId).sort(instance_order/* compareIds */.q3))}`,
        ];
}
/** Rounded up: what is tried on fewer instances than were asked for was tried too little. */
function canaryCount(eligible, percent, scaleSet) {
    if (eligible === 0) {
        throw new refused_error/* RefusedError */.f(`All instances of the scale set "${scaleSet}" are protected from scale set actions, or are switched off with the payload already, so ` +
            'none can be upgraded. Take protectFromScaleSetActions from those that may be, or start some.');
    }
    const { count, explanation } = resolveCount({ kind: 'percent', percent }, eligible, 'up');
    if (count < eligible || percent >= 100) {
        return { count, explanation };
    }
    if (eligible === 1) {
        throw new refused_error/* RefusedError */.f(`The scale set "${scaleSet}" has one instance that a release may upgrade, and ${percent} % of it would be all of it. ` +
            'Ask for percent: 100, or scale it out first.');
    }
    const most = eligible - 1;
    return {
        count: most,
        explanation: `${explanation}, but not all of them unless 100 % is asked for: ${most}`,
    };
}
function explainLeftOut(count, why) {
    return count === 0 ? [] : [`${instance_count_countOf(count)} more left out, ${why}`];
}
function explainChosen(chosen) {
    const already = chosen.filter(({ hasPayload }) => hasPayload).length;
    const others = chosen.filter(({ hasPayload }) => !hasPayload);
    const sick = others.filter((instance) => !serves(instance)).length;
    const off = chosen.filter(isLeftAlone).length;
    return [
        ...(already === 0 ? [] : [`${instance_count_countOf(already)} of them with the payload already`]),
        ...(off === 0 ? [] : [`${instance_count_countOf(off)} of them switched off with it, and left so`]),
        ...(sick === 0 ? [] : [`${instance_count_countOf(sick)} of them not healthy before, for want of healthy ones`]),
    ];
}
/**
 * The order in which instances become canaries: those that serve first, and among them each next one where the fewest
 * were taken so far, by zone and then by fault domain. It ignores who has the payload already, so that upgrading the first
 * of the canaries does not change who the others are.
 */
function rank(eligible) {
    const zones = new Map();
    const faultDomains = new Map();
    const domainOf = ({ zone, faultDomain }) => `${zone}/${faultDomain}`;
    const taken = (instance) => [
        unfitness(instance),
        zones.get(instance.zone) ?? 0,
        faultDomains.get(domainOf(instance)) ?? 0,
    ];
    const left = [...eligible].sort(instance_order/* byId */.$H);
    const ranked = [];
    for (let next = leastOf(left, taken); next !== undefined; next = leastOf(left, taken)) {
        left.splice(left.indexOf(next), 1);
        ranked.push(next);
        zones.set(next.zone, (zones.get(next.zone) ?? 0) + 1);
        faultDomains.set(domainOf(next), (faultDomains.get(domainOf(next)) ?? 0) + 1);
    }
    return ranked;
}
/** What was upgraded already may look sick by now, and stays where it was in the order. */
function unfitness(instance) {
    if (instance.hasPayload || (serves(instance) && instance.provisioningState === 'Succeeded')) {
        return 0;
    }
    if (!instance.isRunning) {
        return 3;
    }
    return instance.health === 'unhealthy' ? 2 : 1;
}
/** The first one with the least key. */
function leastOf(instances, keyOf) {
    let least;
    for (const instance of instances) {
        const key = keyOf(instance);
        if (least === undefined || isLess(key, least.key)) {
            least = { instance, key };
        }
    }
    return least?.instance;
}
function isLess(left, right) {
    const index = left.findIndex((number, at) => number !== right[at]);
    return index !== -1 && (left[index] ?? 0) < (right[index] ?? 0);
}
function chooseNamed(instances, { eligible, guarded, quarantined }, wanted, scaleSet) {
    const ids = [...new Set(wanted)].sort(instance_order/* compareIds */.q3);
    refuseUnknown(ids, instances, scaleSet);
    refuseProtected(ids, guarded, scaleSet);
    refuseQuarantined(ids, quarantined, scaleSet);
    if (ids.length === eligible.length) {
        throw new refused_error/* RefusedError */.f(`instance-ids names every instance of the scale set "${scaleSet}" that a release may upgrade (${ids.join(', ')}): that ` +
            'is no canary. Name fewer, ask for percent: 100, or use strategy: full-rollout.');
    }
    return {
        instanceIds: ids,
        explanation: `${instance_count_countOf(ids.length)} of ${instances.length}, as named by instance-ids`,
    };
}
function refuseUnknown(ids, instances, scaleSet) {
    const known = instances.map(({ instanceId }) => instanceId).sort(instance_order/* compareIds */.q3);
    const unknown = ids.filter((id) => !known.includes(id));
    if (unknown.length > 0 || ids.length === 0) {
        const what = ids.length === 0 ? 'names no instance' : `names ${unknown.join(', ')}`;
        throw new refused_error/* RefusedError */.f(`instance-ids ${what}, but the scale set "${scaleSet}" has the instances ${known.join(', ')}. Instance ids are the ` +
            'instanceId of "az vmss list-instances", not names of machines.');
    }
}
function refuseProtected(ids, guarded, scaleSet) {
    const named = idsAmong(guarded, ids);
    if (named.length > 0) {
        throw new refused_error/* RefusedError */.f(`instance-ids names ${named.join(', ')} of the scale set "${scaleSet}", protected from scale set actions. Name others, or ` +
            'take protectFromScaleSetActions from them.');
    }
}
function refuseQuarantined(ids, quarantined, scaleSet) {
    const named = idsAmong(quarantined, ids);
    if (named.length > 0) {
        throw new refused_error/* RefusedError */.f(`instance-ids names ${named.join(', ')} of the scale set "${scaleSet}", switched off with the payload already, as on-unhealthy: ` +
            'quarantine leaves an instance: no run upgrades or starts it, so it would show nothing. Name others, or start it first.');
    }
}
function idsAmong(instances, ids) {
    return instances.map(({ instanceId }) => instanceId).filter((id) => ids.includes(id));
}

// EXTERNAL MODULE: ./lib/strategies/scale-set/beside-canaries.js
var beside_canaries = __webpack_require__(1308);
;// CONCATENATED MODULE: ./lib/strategies/scale-set/plan/suspended-repairs.js
/** Only what runs is suspended: what somebody else has suspended, that one resumes. */
function suspendsRepairs({ suspendRepairs }, { repairs, scaleSet }) {
    return (suspendRepairs && repairs === 'running' && scaleSet.properties.automaticRepairsPolicy?.enabled === true);
}

;// CONCATENATED MODULE: ./lib/strategies/scale-set/preflight/undone-by-hand.js


/** What an open release keeps for its length, and somebody has undone. Its canary job that is run again restores it. */
function undoneByHandHazards(goal, surroundings, open, unprotectedIds) {
    const ids = unprotectedIds.filter((id) => open?.protectedIds.includes(id));
    const [are, they, them] = ids.length === 1 ? ['is', 'it is', 'it'] : ['are', 'they are', 'them'];
    return [
        ...(ids.length === 0
            ? []
            : [
                `${(0,named_instances/* namedInstances */.M)(ids, 'Instance')} ${are} not protected from scale-in any more, as this release had protected ${them}: somebody has ` +
                    `taken that away. From this run on ${they} protected again.`,
            ]),
        ...(open?.hasSuspendedRepairs === true && suspendsRepairs(goal, surroundings)
            ? [
                `Automatic repairs of the scale set "${surroundings.scaleSet.name}" run, though this release had suspended them: somebody has resumed ` +
                    'them. From this run on they are suspended again.',
            ]
            : []),
    ];
}
/** Where nobody has asked for it in this run, it is not restored, and told: a clause to follow others; empty where it is kept. */
function resumedByHandText({ repairs }, open) {
    return open?.hasSuspendedRepairs === true && repairs === 'running'
        ? 'automatic repairs, which the release had suspended, run: somebody has resumed them, and suspend-repairs: true suspends them again'
        : '';
}

;// CONCATENATED MODULE: ./lib/strategies/scale-set/plan/expected-duration.js
/**
 * Seconds of one upgrade, from public recordings of ARM traffic (2016 to 2023). No recording upgrades an image by
 * `manualupgrade` as such: what it does to a machine is a reimage, of which there are 15 of sets (median 70) and 10 of
 * single instances (p90 124).
 */
const UPGRADE = {
    image: {
        median: 70,
        p90: 124,
        basis: 'an upgrade of an image lasts as long as a recorded reimage (n = 25)',
    },
    extension: {
        median: 20,
        p90: 89,
        basis: 'an upgrade of an extension lasts as long as a recorded manualupgrade of two instances (n = 126)',
    },
};
/** From the first upgrade to the last instance that was found healthy. */
function expectedDuration(release) {
    const { payload, batches } = release;
    const { median, p90, basis } = UPGRADE[payload];
    const waitedSeconds = waitedMs(release) / 1000;
    return {
        medianSeconds: batches * median + waitedSeconds,
        p90Seconds: batches * p90 + waitedSeconds,
        basis: `${batches} ${batches === 1 ? 'batch' : 'batches'}; ${basis}, by recorded durations of ARM (2016 to 2023); no recording ` +
            'upgrades more than two instances in one call, and the time that an application takes to get healthy is not in it',
    };
}
/** Of instances that have the payload already, and are to be seen good. */
function checkDuration({ minHealthyTimeMs, }) {
    const seconds = minHealthyTimeMs / 1000;
    return {
        medianSeconds: seconds,
        p90Seconds: seconds,
        basis: 'nobody is upgraded: min-healthy-time alone; the time that an application takes to get healthy is not in it',
    };
}
/** What was asked to be waited, however fast Azure is: the good health of each batch, and the pauses between them. */
function waitedMs({ batches, minHealthyTimeMs, pauseBetweenBatchesMs, }) {
    return batches * minHealthyTimeMs + Math.max(0, batches - 1) * pauseBetweenBatchesMs;
}

// EXTERNAL MODULE: ./lib/strategies/tag-change.js
var tag_change = __webpack_require__(8142);
;// CONCATENATED MODULE: ./lib/strategies/scale-set/plan/record-steps.js




function takeLockStep(releasing, opening) {
    const { scaleSetId, releaseId } = releasing.release;
    return {
        id: 'take-lock',
        kind: 'take-lock',
        title: `Lock ${(0,resource_id/* nameOf */.Vb)(scaleSetId)}, and write release ${releaseId} into its tags`,
        release: releasing.release,
        strategy: releasing.strategy,
        method: releasing.method,
        ...(releasing.batching === undefined ? {} : { batching: releasing.batching }),
        ...(releasing.hasWayBack === undefined ? {} : { hasWayBack: releasing.hasWayBack }),
        leavesRecord: releasing.leavesRecord,
        opening,
        timeoutMs: LONGEST_WRITE_MS,
        changes: [
            (0,tag_change/* tagChange */.r)(scaleSetId, 'lock', null, 'this run'),
            (0,tag_change/* tagChange */.r)(scaleSetId, 'journal', null, 'what this run does'),
            ...(opening.kind === 'opens' ? [(0,tag_change/* tagChange */.r)(scaleSetId, 'release', null, releaseId)] : []),
        ],
        calls: [record_steps_call(scaleSetId)],
        verifiedBy: 'the ETag under which the tags are written: of two runs one gets through',
        undoneBy: 'removing the tags, once the instances are seen to be as they were',
    };
}
function writeRecordStep({ release, strategy, method, releasedBy, hasLast }, leaves) {
    const { scaleSetId, releaseId } = release;
    const isOpen = leaves === 'open-release';
    return {
        id: 'write-record',
        kind: 'write-record',
        title: `Unlock ${(0,resource_id/* nameOf */.Vb)(scaleSetId)}; release ${releaseId} is ${isOpen ? 'open' : 'over'}`,
        release,
        strategy,
        method,
        leaves,
        releasedBy,
        timeoutMs: LONGEST_WRITE_MS,
        changes: [
            (0,tag_change/* tagChange */.r)(scaleSetId, 'lock', 'this run', null),
            (0,tag_change/* tagChange */.r)(scaleSetId, 'journal', 'what this run does', null),
            ...(isOpen ? [] : [(0,tag_change/* tagChange */.r)(scaleSetId, 'release', releaseId, null)]),
            ...lastTags(scaleSetId, leaves, hasLast),
        ],
        calls: [record_steps_call(scaleSetId)],
        verifiedBy: 'a fresh read of the tags, the model and the instances',
        undoneBy: 'nothing: what it says is so',
        cleanUp: true,
    };
}
function lastTags(scaleSetId, leaves, hasLast) {
    const before = hasLast ? 'what was done before' : null;
    switch (leaves) {
        case 'last':
            return [(0,tag_change/* tagChange */.r)(scaleSetId, 'last', before, 'what was done')];
        case 'nothing':
            return hasLast ? [(0,tag_change/* tagChange */.r)(scaleSetId, 'last', before, null)] : [];
        case 'open-release':
            return [];
    }
}
function record_steps_call(target) {
    return { method: 'PATCH', target, apiVersion: COMPUTE_API_VERSION };
}

;// CONCATENATED MODULE: ./lib/strategies/scale-set/plan/release-steps.js







function release_steps_call(method, target) {
    return { method, target, apiVersion: COMPUTE_API_VERSION };
}
function suspendRepairsStep(release) {
    const { scaleSetId } = release;
    return {
        id: 'suspend-repairs',
        kind: 'suspend-repairs',
        timeoutMs: LONGEST_CHANGE_MS,
        title: `Suspend the automatic repairs of ${(0,resource_id/* nameOf */.Vb)(scaleSetId)}`,
        release,
        changes: [repairs(scaleSetId, 'running', 'suspended')],
        calls: [release_steps_call('PATCH', scaleSetId), release_steps_call('POST', `${scaleSetId}/setOrchestrationServiceState`)],
        verifiedBy: 'the instance view of the scale set',
        undoneBy: 'resuming them',
    };
}
/**
 * It goes by the record when it comes to it, for another run of the same release may have come between.
 *
 * @param isSuspended by the release so far, or by a step before.
 */
function resumeRepairsStep(release, isSuspended) {
    const { scaleSetId } = release;
    return {
        id: 'resume-repairs',
        kind: 'resume-repairs',
        timeoutMs: LONGEST_CHANGE_MS,
        title: isSuspended
            ? `Resume the automatic repairs of ${(0,resource_id/* nameOf */.Vb)(scaleSetId)}, which this release has suspended`
            : 'See that no automatic repairs are suspended by this release any more',
        release,
        changes: isSuspended ? [repairs(scaleSetId, 'suspended', 'running')] : [],
        calls: isSuspended
            ? [release_steps_call('POST', `${scaleSetId}/setOrchestrationServiceState`), release_steps_call('PATCH', scaleSetId)]
            : [],
        verifiedBy: 'the tags of the scale set',
        undoneBy: 'nothing: they are as they were before the release',
        cleanUp: true,
    };
}
function repairs(resource, from, to) {
    return { resource, field: 'automaticRepairs', from, to };
}
function changeModelStep(release) {
    const { scaleSetId, payload, previous } = release;
    const from = previous === undefined ? null : describePayload(previous);
    const isImage = payload.kind === 'image';
    return {
        id: 'change-model',
        kind: 'change-model',
        timeoutMs: LONGEST_CHANGE_MS,
        title: `Change the model of ${(0,resource_id/* nameOf */.Vb)(scaleSetId)} to ${describePayload(payload)}; no instance is touched by that`,
        release,
        changes: [
            {
                resource: scaleSetId,
                field: isImage ? 'imageReference' : `extensions/${payload.name}`,
                from,
                to: describePayload(payload),
            },
        ],
        calls: [isImage ? release_steps_call('PATCH', scaleSetId) : release_steps_call('PUT', `${scaleSetId}/extensions/${payload.name}`)],
        verifiedBy: 'a fresh read of the model',
        undoneBy: from === null ? 'nothing: what it had is not known' : `putting ${from} back into the model`,
    };
}
function protectCanariesStep(release, instanceIds) {
    const { scaleSetId } = release;
    return {
        id: 'protect-canaries',
        kind: 'protect-canaries',
        timeoutMs: longestProtectionMs(instanceIds.length),
        title: `Protect the canaries ${instanceIds.join(', ')} from scale-in, for the length of the release`,
        release,
        instanceIds,
        changes: instanceIds.map((id) => protection(scaleSetId, id, 'false', 'true')),
        calls: [
            release_steps_call('PATCH', scaleSetId),
            ...instanceIds.map((id) => release_steps_call('PUT', instanceResourceId(scaleSetId, id))),
        ],
        verifiedBy: 'a fresh read of the instances',
        undoneBy: 'taking the protection from them',
    };
}
function releaseProtectionStep(release, protectedIds) {
    const { scaleSetId } = release;
    return {
        id: 'release-protection',
        kind: 'release-protection',
        timeoutMs: longestProtectionMs(protectedIds.length),
        title: protectedIds.length === 0
            ? 'See that no instance is protected from scale-in by this release any more'
            : `Take the protection from scale-in from ${(0,named_instances/* namedInstances */.M)(protectedIds)}, which this release has protected`,
        release,
        changes: protectedIds.map((id) => protection(scaleSetId, id, 'true', 'false')),
        calls: [
            ...protectedIds.map((id) => release_steps_call('PUT', instanceResourceId(scaleSetId, id))),
            ...(protectedIds.length === 0 ? [] : [release_steps_call('PATCH', scaleSetId)]),
        ],
        verifiedBy: 'the tags of the scale set',
        undoneBy: 'nothing: they are as they were before the release',
        cleanUp: true,
    };
}
function protection(scaleSetId, id, from, to) {
    return {
        resource: instanceResourceId(scaleSetId, id),
        field: 'protectionPolicy/protectFromScaleIn',
        from,
        to,
    };
}
function upgradeCanariesStep(release, { toUpgrade, toCheck }, explanation) {
    const { scaleSetId } = release;
    const plannedIds = release_steps_idsOf(toUpgrade);
    const checkedIds = release_steps_idsOf(toCheck);
    return {
        id: 'upgrade-canaries',
        kind: 'upgrade-canaries',
        title: `${canariesTitle((0,resource_id/* nameOf */.Vb)(scaleSetId), plannedIds, checkedIds)} (${explanation})`,
        release,
        plannedIds,
        checkedIds,
        changes: plannedIds.map((id) => release_steps_upgraded(release, id)),
        calls: plannedIds.length === 0
            ? []
            : [
                {
                    ...release_steps_call('POST', `${scaleSetId}/manualupgrade`),
                    explanation: `for ${(0,named_instances/* namedInstances */.M)(plannedIds)}`,
                },
            ],
        verifiedBy: 'what each instance really runs, and its health',
        undoneBy: undoneBy(release),
    };
}
function release_steps_idsOf(instances) {
    return instances.map(({ instanceId }) => instanceId).sort(instance_order/* compareIds */.q3);
}
function canariesTitle(scaleSet, upgradedIds, checkedIds) {
    if (checkedIds.length === 0) {
        return `Leave the canaries of ${scaleSet} as they are: all have the payload, and are switched off or were not well before the release`;
    }
    if (upgradedIds.length === 0) {
        return `Check each of the canaries ${checkedIds.join(', ')} of ${scaleSet}, which have the payload already`;
    }
    const which = upgradedIds.length === checkedIds.length ? 'each' : `each of ${checkedIds.join(', ')}`;
    return `Upgrade the canaries ${upgradedIds.join(', ')} of ${scaleSet}, and check ${which}`;
}
function upgradeOutdatedStep(release, terms, batches, explanation) {
    const { scaleSetId } = release;
    return {
        id: 'upgrade-outdated',
        kind: 'upgrade-outdated',
        title: `Upgrade the outdated instances of ${(0,resource_id/* nameOf */.Vb)(scaleSetId)}: ${batches.length} ` +
            `${batches.length === 1 ? 'batch' : 'batches'} (${explanation})`,
        release,
        ...terms,
        plannedBatches: batches.map(({ instanceIds }) => instanceIds),
        changes: batches.flatMap(({ instanceIds }) => instanceIds).map((id) => release_steps_upgraded(release, id)),
        calls: batches.flatMap(({ instanceIds }) => [
            ...noteReachedCalls(release, instanceIds),
            release_steps_call('POST', `${scaleSetId}/manualupgrade`),
        ]),
        verifiedBy: 'what each instance really runs, and its health, after each batch',
        undoneBy: undoneBy(release),
    };
}
/** Whom only the record tells apart from those that the release has not reached. */
function noteReachedCalls({ scaleSetId, otherIds }, instanceIds) {
    const ids = instanceIds.filter((id) => otherIds.includes(id));
    return ids.length === 0
        ? []
        : [
            {
                ...release_steps_call('PATCH', scaleSetId),
                explanation: `tags: ${(0,named_instances/* namedInstances */.M)(ids)} ${ids.length === 1 ? 'is' : 'are'} the release's from here on`,
            },
        ];
}
function release_steps_upgraded({ scaleSetId, payload, previous }, id) {
    return {
        resource: instanceResourceId(scaleSetId, id),
        field: payload.kind === 'image' ? 'imageReference' : `extensions/${payload.name}`,
        from: previous === undefined ? null : describePayload(previous),
        to: describePayload(payload),
    };
}
function undoneBy({ previous }) {
    return previous === undefined
        ? 'nothing: what the instances had is not known'
        : `putting ${describePayload(previous)} back into the model, and onto every instance that the release has reached`;
}
function takeBackStep(release, reach, touchedIds) {
    const { scaleSetId, payload, previous } = release;
    const back = previous === undefined ? 'what it had' : describePayload(previous);
    const model = {
        resource: scaleSetId,
        field: payload.kind === 'image' ? 'imageReference' : `extensions/${payload.name}`,
        from: describePayload(payload),
        to: back,
    };
    return {
        id: 'take-back',
        kind: 'take-back',
        title: `Put ${back} back into the model of ${(0,resource_id/* nameOf */.Vb)(scaleSetId)}, and onto ${touchedIds.length === 0 ? 'no instance' : (0,named_instances/* namedInstances */.M)(touchedIds)}, at once`,
        release,
        reach,
        changes: [model, ...touchedIds.map((id) => ({ ...model, resource: instanceResourceId(scaleSetId, id) }))],
        calls: [
            payload.kind === 'image'
                ? release_steps_call('PATCH', scaleSetId)
                : release_steps_call('PUT', `${scaleSetId}/extensions/${payload.name}`),
            ...(touchedIds.length === 0 ? [] : [release_steps_call('POST', `${scaleSetId}/manualupgrade`)]),
        ],
        verifiedBy: 'a fresh read of the model and of all instances',
        undoneBy: 'nothing: half of it is brought to its end',
    };
}
function checkTakenBackStep(release) {
    return {
        id: 'check-taken-back',
        kind: 'check-taken-back',
        title: `See that the instances of ${(0,resource_id/* nameOf */.Vb)(release.scaleSetId)} that were taken back, and run, are well`,
        release,
        changes: [],
        calls: [],
        verifiedBy: 'the health of each',
        undoneBy: 'nothing: it changes nothing',
    };
}
/** @param keptIds Who stays outdated, because no release may upgrade it. */
function confirmReleaseStep(release, expects, reach, keptIds = []) {
    const what = {
        canaries: 'the canaries have it, and nobody else was touched',
        all: `no instance is outdated${keptIds.length === 0 ? '' : ` but ${keptIds.join(', ')}, which protectFromScaleSetActions keeps so`}`,
        'taken-back': 'no instance has it any more',
    };
    return {
        id: 'confirm-release',
        kind: 'confirm-release',
        title: `See in Azure that ${what[expects]}, and that production answers`,
        release,
        expects,
        reach,
        changes: [],
        calls: [],
        verifiedBy: 'a fresh read of all instances, and steady answers of production',
        undoneBy: 'nothing: it changes nothing',
    };
}

;// CONCATENATED MODULE: ./lib/strategies/scale-set/plan/unprotected.js
/**
 * Whom a release has to protect from scale-in, where anything scales, by the instances themselves: its record is written before it
 * acts, so that an interrupted run may have noted more than it protected, and somebody may have taken the protection away since.
 */
function unprotected_unprotectedOf({ autoscaleSettings }, instances, canaryIds) {
    return autoscaleSettings.length === 0
        ? []
        : instances
            .filter(({ instanceId }) => canaryIds.includes(instanceId))
            .filter(({ isProtectedFromScaleIn }) => !isProtectedFromScaleIn)
            .map(({ instanceId }) => instanceId);
}

;// CONCATENATED MODULE: ./lib/strategies/scale-set/plan/plan-release.js

















/**
 * The plan of a release: plain data. Of canaries that have the payload already it is one to check them.
 *
 * @returns undefined where nobody is left to upgrade, and no release is open.
 */
function planRelease(goal, observation, wanted, { instances, before }, terms) {
    return goal.strategy === 'canary-percent'
        ? planCanary(goal, observation, wanted, { instances, before }, terms)
        : planRollout(goal, observation, wanted, instances, terms);
}
function planCanary(goal, { scaleSet, record, reads, surroundings }, { release, open, sources }, { instances, before }, { leavesRecord }) {
    const { canaryIds } = release;
    const chosen = chooseCanaries(instances, goal.share, scaleSet.name, open?.canaryIds ?? []);
    const isInModel = samePayload(payloadOfModel(scaleSet, release.payload), release.payload);
    const hasLast = record.last !== undefined;
    const releasing = {
        release,
        strategy: 'canary-percent',
        method: 'canary',
        hasWayBack: canGoBack({ release, sources }),
        leavesRecord,
        hasLast,
    };
    const unprotectedIds = unprotected_unprotectedOf(surroundings, instances, canaryIds);
    const work = canaryWorkOf(instances, canaryIds, before);
    return {
        strategy: 'canary-percent',
        method: 'canary',
        methodReason: [chosen.explanation, ...explainFormer(canaryIds, chosen.instanceIds)].join('; '),
        goal: `${canaryIds.length} of ${instances.length} instances of ${scaleSet.name} shall have ${describePayload(release.payload)}`,
        steps: [
            takeLockStep(releasing, openingOf(open, instances, isInModel)),
            ...(suspendsRepairs(goal, surroundings) ? [suspendRepairsStep(release)] : []),
            ...(isInModel ? [] : [changeModelStep(release)]),
            ...(unprotectedIds.length > 0 ? [protectCanariesStep(release, unprotectedIds)] : []),
            upgradeCanariesStep(release, work, chosen.explanation),
            confirmReleaseStep(release, 'canaries', 'canaries'),
            writeRecordStep(releasing, 'open-release'),
        ],
        expectedDowntime: work.toUpgrade.length === 0 ? nobodyDown : noneExpected('the canaries go down at once'),
        expectedDuration: work.toUpgrade.length === 0 ? checkDuration(goal.health) : durationOf(goal, release, 1, 0),
        hazards: [
            ...undoneByHandHazards(goal, surroundings, open, unprotectedIds),
            ...canaryOutages(instances, work.toUpgrade),
            ...sickCarrierHazards(instances.filter(({ instanceId }) => canaryIds.includes(instanceId)), open, goal),
            ...leftAloneHazards(instances, open),
            ...strayHazards(reads, release, canaryIds),
            ...otherChangeHazards(reads, release, isInModel),
        ],
    };
}
/** Those of the open release stay canaries, whatever share is asked for now. */
function explainFormer(canaryIds, chosenIds) {
    const kept = canaryIds.filter((id) => !chosenIds.includes(id));
    return kept.length === 0
        ? []
        : [`of the open release ${kept.join(', ')} ${kept.length === 1 ? 'is a canary' : 'are canaries'}, too`];
}
function planRollout(goal, { scaleSet, record, reads, surroundings }, { release, open, sources }, instances, { leavesRecord }) {
    const isInModel = samePayload(payloadOfModel(scaleSet, release.payload), release.payload);
    const toCome = asToCome(instances, isInModel);
    const outdated = toCome.filter((each) => isOutdated(each) && !each.isProtectedFromScaleSetActions);
    if (outdated.length === 0 && open === undefined) {
        return undefined;
    }
    const { batches, explanation } = planBatches(toCome, goal.batchSize, scaleSet.name);
    const keptIds = keptOutdated(toCome);
    const { batchSize, pauseBetweenBatchesMs } = goal;
    const batching = { batchSize, pauseBetweenBatchesMs };
    const suspends = suspendsRepairs(goal, surroundings);
    const hasLast = record.last !== undefined;
    const releasing = {
        release,
        strategy: 'full-rollout',
        method: 'batches',
        batching,
        hasWayBack: canGoBack({ release, sources }),
        leavesRecord,
        hasLast,
    };
    return {
        strategy: 'full-rollout',
        method: 'batches',
        methodReason: explanation,
        goal: `every instance of ${scaleSet.name}${keptIds.length === 0 ? '' : ` but ${keptIds.join(', ')}`} shall have ${describePayload(release.payload)}`,
        steps: [
            takeLockStep(releasing, openingOf(open, instances, isInModel)),
            ...(suspends ? [suspendRepairsStep(release)] : []),
            ...(isInModel ? [] : [changeModelStep(release)]),
            upgradeOutdatedStep(release, batching, batches, explanation),
            confirmReleaseStep(release, 'all', 'all', keptIds),
            releaseProtectionStep(release, open?.protectedIds ?? []),
            resumeRepairsStep(release, suspends || open?.hasSuspendedRepairs === true),
            writeRecordStep(releasing, leavesRecord ? 'last' : 'nothing'),
        ],
        expectedDowntime: noneExpected('instances go down one batch at a time'),
        expectedDuration: batches.length === 0
            ? checkDuration(goal.health)
            : withFirstLook(goal, instances, durationOf(goal, release, batches.length, pauseBetweenBatchesMs)),
        hazards: [
            ...batches.flatMap(({ warning }) => (warning === undefined ? [] : [warning])),
            ...sickCarrierHazards(instances, open, goal),
            ...leftAloneHazards(instances, open),
            ...strayHazards(reads, release, batches.flatMap(({ instanceIds }) => instanceIds)),
            ...otherChangeHazards(reads, release, isInModel),
        ],
    };
}
/** Instances whose model is not the payload yet are outdated from the moment at which it changes. */
function asToCome(instances, isInModel) {
    return instances.map((each) => ({
        ...each,
        hasLatestModel: isInModel ? each.hasLatestModel || isLeftAlone(each) : each.hasPayload,
    }));
}
function leftAloneHazards(instances, open) {
    return instances
        .filter((each) => open !== undefined && isLeftAlone(each))
        .map(({ instanceId }) => `Instance ${instanceId} has the payload of the open release already, and is switched off, as on-unhealthy: quarantine leaves it. It is ` +
        'neither upgraded nor waited for, and counts against max-unhealthy until somebody starts it.');
}
function openingOf(open, instances, isInModel) {
    if (open === undefined) {
        return { kind: 'opens' };
    }
    const { strategy, canaryIds, otherIds, sickIds, protectedIds, hasSuspendedRepairs } = open;
    const unreachedIds = instances.filter(({ hasPayload }) => !hasPayload).map(({ instanceId }) => instanceId);
    const asFound = {
        strategy,
        canaryIds,
        otherIds,
        sickIds,
        protectedIds,
        hasSuspendedRepairs,
        unreachedIds,
    };
    return { kind: 'goes-on', ...(isInModel ? { asFound } : {}) };
}
const nobodyDown = {
    medianSeconds: null,
    p90Seconds: null,
    basis: NOBODY_DOWN,
};
/** No outage is expected: an instance that goes down is meant to be out of rotation. @param how they go down. */
function noneExpected(how) {
    return {
        medianSeconds: null,
        p90Seconds: null,
        basis: `${how}, and requests that are sent to one before its health probe has taken it out of rotation fail; no recording shows ` +
            'how many',
    };
}
function durationOf({ health }, { payload }, batches, pauseBetweenBatchesMs) {
    const { minHealthyTimeMs } = health;
    return expectedDuration({ payload: payload.kind, batches, minHealthyTimeMs, pauseBetweenBatchesMs });
}
/** Before the first batch `check-command` is run on each instance that has the payload. */
function withFirstLook({ health }, instances, duration) {
    const carriers = instances.filter((each) => each.hasPayload && !isLeftAlone(each));
    if (health.command === undefined || carriers.length === 0) {
        return duration;
    }
    const seconds = health.minHealthyTimeMs / 1000;
    return {
        medianSeconds: duration.medianSeconds + seconds,
        p90Seconds: duration.p90Seconds + seconds,
        basis: `${duration.basis}; min-healthy-time of those that have it already, before the first batch, is, and how long check-command ` +
            'takes is not',
    };
}

;// CONCATENATED MODULE: ./lib/strategies/scale-set/plan/no-change.js











/**
 * Whether nothing would be left to do if the canaries answered well, which is to be asked without a write. Not where `check-command`
 * decides: that is run on machines, so it is planned, and done under the lock; nor where what the release keeps for its length has
 * been undone by hand.
 */
function areCanariesInPlace(goal, { scaleSet, surroundings }, { release: { payload, canaryIds }, open }, { instances, before }) {
    const isInModel = samePayload(payloadOfModel(scaleSet, payload), payload);
    const canaries = instances.filter(({ instanceId }) => canaryIds.includes(instanceId));
    return (isInModel &&
        (open === undefined ||
            (canaryIds.every((id) => open.canaryIds.includes(id)) &&
                isSetAside(goal, surroundings, canaryIds, instances))) &&
        canaries.every((each) => isInPlace(each) && (before.sickIds.has(each.instanceId) || serves(each))) &&
        (goal.health.command === undefined || canaryWorkOf(instances, canaryIds, before).toCheck.length === 0));
}
/** Whether the canaries are protected from scale-in, and repairs suspended, as an open release keeps them. */
function isSetAside(goal, surroundings, canaryIds, instances) {
    return (!suspendsRepairs(goal, surroundings) && unprotected_unprotectedOf(surroundings, instances, canaryIds).length === 0);
}
/** Canaries are those of the record: who was deleted is none any more, and who has the payload besides has become none. */
function besideTheRecord({ canaryIds }, instances) {
    const ids = instances.map(({ instanceId }) => instanceId);
    const gone = canaryIds.filter((id) => !ids.includes(id));
    const others = instances
        .filter(({ instanceId, hasPayload }) => hasPayload && !canaryIds.includes(instanceId))
        .map(({ instanceId }) => instanceId)
        .sort(instance_order/* compareIds */.q3);
    return [
        ...(gone.length === 0 ? [] : [(0,beside_canaries/* deletedCanariesText */.R)(gone)]),
        ...(others.length === 0 ? [] : [(0,beside_canaries/* otherCarriersText */.D)(others)]),
    ];
}
function isInPlace({ hasPayload, provisioningState }) {
    return hasPayload && provisioningState === 'Succeeded';
}
function reasonForNoChange({ strategy }, { scaleSet, surroundings }, { release: { payload, releaseId, canaryIds }, open }, { instances, before }) {
    if (strategy === 'canary-percent') {
        const sickIds = canaryIds.filter((id) => before.sickIds.has(id));
        const resumed = resumedByHandText(surroundings, open);
        return [
            `the canaries${open === undefined ? '' : ` of release ${releaseId}`} have ${describePayload(payload)} already` +
                `${sickIds.length === canaryIds.length ? '' : ', and are well'}`,
            ...(sickIds.length === 0
                ? []
                : [
                    `not well${open === undefined ? '' : ', as before the release'}, and left as ${sickIds.length === 1 ? 'it is' : 'they are'}: ${(0,named_instances/* namedInstances */.M)(sickIds)}`,
                ]),
            ...(open === undefined ? [] : besideTheRecord(open, instances)),
            ...(resumed === '' ? [] : [resumed]),
        ].join('; ');
    }
    const isInModel = samePayload(payloadOfModel(scaleSet, payload), payload);
    const left = asToCome(instances, isInModel)
        .filter(isOutdated)
        .map(({ instanceId }) => instanceId);
    return left.length === 0
        ? `every instance has ${describePayload(payload)} already`
        : `every instance has ${describePayload(payload)} already, except ${left.join(', ')}: protectFromScaleSetActions keeps every ` +
            `upgrade from ${left.length === 1 ? 'it' : 'them'}, so ${left.length === 1 ? 'it is' : 'they are'} outdated still`;
}

;// CONCATENATED MODULE: ./lib/strategies/scale-set/payload/previous-settings.js

/**
 * Why the settings that are given as the former ones cannot be: put back, they would be one more new payload. Protected ones
 * cannot be compared.
 */
function refusedPreviousSettings(previous, given) {
    return previous?.kind !== 'extension' ||
        given === undefined ||
        (0,same_settings/* hashOfSettings */.D)(given.settings) === previous.settingsHash
        ? []
        : [
            `previous-extension-settings is not what extension "${previous.name}" had before this release (it has the hash ` +
                `${(0,same_settings/* hashOfSettings */.D)(given.settings).slice(0, 12)}, and what it had ${previous.settingsHash.slice(0, 12)}), so the release could not be taken ` +
                'back by it. Give the settings that the model had: az vmss extension show prints them.',
        ];
}

// EXTERNAL MODULE: ./lib/strategies/scale-set/az-vmss.js
var az_vmss = __webpack_require__(7992);
;// CONCATENATED MODULE: ./lib/strategies/scale-set/preflight/foreign-model.js





function modelOfRelease(scaleSet, { payload, previous }) {
    const model = payloadOfModel(scaleSet, payload);
    if (samePayload(model, payload)) {
        return 'released';
    }
    return previous !== undefined && samePayload(model, previous) ? 'previous' : 'foreign';
}
/** What to do about a model that has neither what a release brings nor what there was before; undefined where it has. */
function describeForeignModel(scaleSet, release) {
    if (modelOfRelease(scaleSet, release) !== 'foreign') {
        return undefined;
    }
    const { payload, previous, releaseId } = release;
    const model = payloadOfModel(scaleSet, payload);
    const found = model === undefined ? 'nothing of the kind' : describePayload(model);
    const former = previous === undefined ? '' : ` or ${describePayload(previous)}`;
    return (`Somebody else has changed the model of scale set "${scaleSet.name}" while release ${releaseId} was open: it has ${found}. Put ` +
        `${describePayload(payload)}${former} back into it${byCommands(scaleSet, [payload, previous])}, then promote the release or reject it.`);
}
/**
 * What to do about an open release which nobody has interrupted and whose payload somebody has taken out of the model again: an
 * emergency, perhaps, that this run knows nothing of. Undefined where no instance has the payload: then it was never in the model.
 */
function describePutBack(scaleSet, reads, release) {
    const { payload, previous, releaseId } = release;
    const carrying = reads.filter((read) => hasRecorded(read, payload)).map(({ instanceId }) => instanceId);
    const isFormer = modelOfRelease(scaleSet, release) === 'previous';
    if (previous === undefined || !isFormer || carrying.length === 0) {
        return undefined;
    }
    return (`Somebody has put ${describePayload(previous)} back into the model of scale set "${scaleSet.name}" while release ${releaseId} was ` +
        `open; ${(0,named_instances/* namedInstances */.M)(carrying)} still ${carrying.length === 1 ? 'has' : 'have'} ` +
        `${describePayload(payload)}. Find out why. Then take the release back from the instances with "command: rollback", or put ` +
        `${describePayload(payload)} into the model again${byCommands(scaleSet, [payload])} and go on with it.`);
}
/** ` (by az vmss update ... --set ..., or by ...)`; empty where there is no such command. */
function byCommands({ id }, payloads) {
    const commands = payloads.flatMap((each) => (each && (0,az_vmss/* putIntoModelCommand */.Q)(id, each)) ?? []);
    return commands.length === 0 ? '' : ` (by ${commands.join(', or by ')})`;
}

;// CONCATENATED MODULE: ./lib/strategies/scale-set/preflight/hazards.js


const nothing = { refusals: [], hazards: [] };
/** Everything that would put the new model on instances without being asked, before the first write. */
function findHazards(surroundings, terms) {
    const found = [
        upgradeMode(surroundings),
        automaticUpgrades(surroundings),
        rollingUpgrade(surroundings),
        autoscale(surroundings, terms),
        hazards_repairs(surroundings, terms),
        overprovisioning(surroundings),
        floatingImage(surroundings, terms),
    ];
    return {
        refusals: found.flatMap(({ refusals }) => refusals),
        hazards: found.flatMap(({ hazards }) => hazards),
    };
}
function refusal(text) {
    return { refusals: [text], hazards: [] };
}
function hazard(text) {
    return { refusals: [], hazards: [text] };
}
function named({ name }) {
    return `The scale set "${name}"`;
}
/** Manual is ARM's default. */
function upgradeMode({ scaleSet }) {
    const mode = scaleSet.properties.upgradePolicy?.mode ?? 'Manual';
    if (mode === 'Manual') {
        return nothing;
    }
    const how = mode === 'Automatic' ? 'all instances, in any order' : 'one batch after another, without a gate';
    return refusal(`${named(scaleSet)} has the upgrade policy ${mode}: as soon as its model changes the platform upgrades ${how}. Set ` +
        `upgradePolicy.mode to Manual (az vmss update ${(0,az_vmss/* scaleSetArguments */.b)(scaleSet.id)} --set upgradePolicy.mode=Manual).`);
}
function automaticUpgrades({ scaleSet }) {
    const policy = scaleSet.properties.upgradePolicy?.automaticOSUpgradePolicy;
    return policy?.enableAutomaticOSUpgrade === true
        ? refusal(`${named(scaleSet)} has automatic OS image upgrades: the platform replaces OS disks by itself, in the middle of a release ` +
            'as well. Set upgradePolicy.automaticOSUpgradePolicy.enableAutomaticOSUpgrade to false (az vmss update ' +
            `${(0,az_vmss/* scaleSetArguments */.b)(scaleSet.id)} --set upgradePolicy.automaticOSUpgradePolicy.enableAutomaticOSUpgrade=false).`)
        : nothing;
}
function rollingUpgrade({ scaleSet, isRollingUpgradeRunning }) {
    return isRollingUpgradeRunning
        ? refusal(`A rolling upgrade of the platform runs on the scale set "${scaleSet.name}": it would take the new model to every ` +
            `instance. Wait for its end, or cancel it (az vmss rolling-upgrade cancel ${(0,az_vmss/* scaleSetArguments */.b)(scaleSet.id)}).`)
        : nothing;
}
function autoscale({ scaleSet, autoscaleSettings }, { strategy }) {
    if (autoscaleSettings.length === 0) {
        return nothing;
    }
    const who = autoscaleSettings.map((name) => `"${name}"`).join(', ');
    const fact = `${named(scaleSet)} is scaled by the autoscale setting ${who}: instances that it adds have the new model from the start`;
    return hazard(strategy === 'canary-percent'
        ? `${fact}, so more than the canaries may get it before anybody has said yes. The canaries are protected from scale-in for ` +
            'the length of the release. To rule it out, disable autoscale until the release is over.'
        : `${fact}. Those that are there before the last look of the rollout are checked as everybody is that has the payload, and count ` +
            'against max-unhealthy; those that it adds after that are not.');
}
/** `Replace` is ARM's default. */
function hazards_repairs({ scaleSet, repairs: state }, terms) {
    const policy = scaleSet.properties.automaticRepairsPolicy;
    if (policy?.enabled !== true || state === 'absent') {
        return nothing;
    }
    const isSuspendedByUs = state === 'suspended' && terms.hasSuspendedRepairs;
    if (state === 'suspended' && !isSuspendedByUs) {
        return hazard(`Automatic repairs of the scale set "${scaleSet.name}" were suspended before this release, and stay so after it.`);
    }
    const action = policy.repairAction ?? 'Replace';
    const fact = `${named(scaleSet)} has automatic repairs by ${action}: ${REPAIRS[action]}`;
    if (terms.suspendRepairs || isSuspendedByUs) {
        return hazard(`${fact}. They are suspended for the length of the release, and resumed in every ending.`);
    }
    return action === 'Replace' && terms.strategy === 'canary-percent'
        ? refusal(`${fact}. Set suspend-repairs: true, or another repairAction.`)
        : hazard(`${fact}. suspend-repairs: true rules it out.`);
}
const REPAIRS = {
    Replace: 'an instance that is sick on the old version comes back on the new model, canary or not',
    Restart: 'an instance that is upgraded at the moment may be restarted meanwhile, as sick',
    Reimage: 'an instance that is upgraded at the moment may be reimaged meanwhile, as sick',
};
/** On by default in a uniform scale set. */
function overprovisioning({ scaleSet }) {
    const { orchestrationMode, overprovision } = scaleSet.properties;
    return orchestrationMode !== 'Flexible' && overprovision !== false
        ? hazard(`${named(scaleSet)} overprovisions: when it is scaled out during the release, more instances with the new model appear ` +
            'than stay, and serve for a while. Set overprovision to false to rule it out.')
        : nothing;
}
function floatingImage({ scaleSet }, { payload }) {
    const image = scaleSet.properties.virtualMachineProfile?.storageProfile?.imageReference;
    if (image === undefined || payload === 'image' || !(0,describe_image/* isFloating */.v)(image)) {
        return nothing;
    }
    return hazard(`The model of the scale set "${scaleSet.name}" has the image ${(0,describe_image/* describeImage */.h)(image)} without a pinned version: instances that are ` +
        'added, reimaged or repaired get whatever is the newest by then, with no change of the model. Pin a version to rule it out.');
}

;// CONCATENATED MODULE: ./lib/strategies/scale-set/preflight/image-fit.js






/**
 * Whether machines of this scale set can be made of an image: what a machine cannot change is compared with what the image
 * of the model has. ARM refuses a mismatch only when the model is written, or, of a generation, when the first instance is
 * upgraded.
 */
async function checkImageFit({ arm, signal }, scaleSet, wanted) {
    const present = imageOf(scaleSet);
    const osType = scaleSet.properties.virtualMachineProfile?.storageProfile?.osDisk?.osType;
    const known = [
        ...compare('OS', osType, wanted.osType, wanted),
        ...securityRefusals(scaleSet, wanted),
        ...osStateRefusals(scaleSet, wanted),
    ];
    if (present === undefined) {
        return { refusals: known, hazards: [], unchecked: ['The image of the model, for it has none.'] };
    }
    const place = { subscriptionId: subscriptionOf(scaleSet.id), region: scaleSet.location };
    try {
        const current = await resolveImage(arm, present, place, signal);
        return {
            refusals: [
                ...known,
                ...compare('generation', current.generation, wanted.generation, wanted),
                ...compare('architecture', current.architecture, wanted.architecture, wanted),
                ...planRefusals(current, wanted),
            ],
            hazards: [],
            unchecked: [],
        };
    }
    catch (error) {
        if (!(error instanceof ImageError) && !(error instanceof arm_error/* ArmError */.dW)) {
            throw error;
        }
        return {
            refusals: known,
            hazards: lostHazards(present, error),
            unchecked: [
                `Whether the generation of ${(0,describe_image/* describeImage */.h)(wanted.image)} is that of the present image ${(0,describe_image/* describeImage */.h)(present)}, which could ` +
                    `not be looked up: ${error.message}`,
            ],
        };
    }
}
/** ARM lets a model keep an image that is not there any more, and makes no machine of it, nor puts it into a model again. */
function lostHazards(present, error) {
    return error instanceof ImageError
        ? [
            `The image that the model has now, ${(0,describe_image/* describeImage */.h)(present)}, cannot be used any more (${error.message}), so what is upgraded could not ` +
                'get it back: a rollback would fail. Put one that can be used into the model before, if there has to be a way back.',
        ]
        : [];
}
function compare(what, present, wanted, { image }) {
    return present === undefined || wanted === undefined || present.toLowerCase() === wanted.toLowerCase()
        ? []
        : [
            `The image ${(0,describe_image/* describeImage */.h)(image)} has the ${what} ${wanted}, and the instances of the scale set have ${present}: a machine cannot ` +
                `change it. Release an image of ${what} ${present}, or make a new scale set and move production to it (vip-swap).`,
        ];
}
function securityRefusals({ properties, name }, { image, securityType = 'Standard' }) {
    const present = properties.virtualMachineProfile?.securityProfile?.securityType ?? 'Standard';
    return isMadeFor(securityType, present)
        ? []
        : [
            `The scale set "${name}" has the security type ${present}, for which the image ${(0,describe_image/* describeImage */.h)(image)} is not made (it is for ` +
                `${securityType}): ARM refuses it. Release an image that supports ${present}, or make a new scale set and move production to it ` +
                '(vip-swap).',
        ];
}
/**
 * `TrustedLaunchSupported`, `TrustedLaunchAndConfidentialVmSupported`, ...: a machine may be any of those that are named, or a
 * standard one. `TrustedLaunch` and `ConfidentialVM` are a demand: no machine of another type can be made of it.
 */
function isMadeFor(securityType, present) {
    const [offered, asked] = [securityType.toLowerCase(), present.toLowerCase()];
    return offered.includes(asked) || (asked === 'standard' && offered.endsWith('supported'));
}
/** A specialized image brings its users and name along, and an OS profile is what gives them to any other. */
function osStateRefusals({ properties, name }, { image, osState }) {
    const hasOsProfile = properties.virtualMachineProfile?.osProfile !== undefined;
    const fitting = hasOsProfile ? 'Generalized' : 'Specialized';
    return osState === undefined || osState === fitting
        ? []
        : [
            `The image ${(0,describe_image/* describeImage */.h)(image)} is ${osState.toLowerCase()}, and the scale set "${name}" has ${hasOsProfile ? 'an' : 'no'} OS profile, ` +
                `which goes with ${fitting.toLowerCase()} images only: ARM refuses it. Release a ${fitting.toLowerCase()} image.`,
        ];
}
/** A purchase plan is a part of the scale set that cannot be changed after it was made. */
function planRefusals(current, wanted) {
    const text = ({ plan }) => plan === undefined ? 'no plan' : `${plan.publisher}/${plan.product}/${plan.name}`;
    return text(current).toLowerCase() === text(wanted).toLowerCase()
        ? []
        : [
            `The image ${(0,describe_image/* describeImage */.h)(wanted.image)} is sold with ${text(wanted)}, and the scale set was made with ${text(current)}: ARM does not ` +
                'let a purchase plan change. Release an image of the same plan, or make a new scale set.',
        ];
}

// EXTERNAL MODULE: ./lib/strategies/preflight/arm-reads.js
var arm_reads = __webpack_require__(6235);
// EXTERNAL MODULE: ./lib/strategies/preflight/finding.js
var finding = __webpack_require__(2280);
// EXTERNAL MODULE: ./lib/strategies/preflight/locks.js
var preflight_locks = __webpack_require__(989);
// EXTERNAL MODULE: ./lib/strategies/preflight/owners.js + 2 modules
var owners = __webpack_require__(2709);
// EXTERNAL MODULE: ./lib/strategies/preflight/permissions.js
var permissions = __webpack_require__(373);
;// CONCATENATED MODULE: ./lib/strategies/scale-set/preflight/proposed-release.js
/** Whether anything is checked on instances. */
function asksInstances({ steps }) {
    return steps.some(({ kind }) => CHECKING.includes(kind));
}
const CHECKING = [
    'upgrade-canaries',
    'upgrade-outdated',
    'check-taken-back',
];
/** Whether it ends with telling where each canary answers. */
function tellsCanaries({ release, steps }) {
    return (release.canaryIds.length > 0 &&
        steps.some((step) => step.kind === 'confirm-release' && step.expects !== 'taken-back'));
}

;// CONCATENATED MODULE: ./lib/strategies/scale-set/preflight/asked-port.js



/**
 * Instances are asked through the load balancer, at a port of theirs: that no rule leads to it stands there before the first disk
 * is replaced.
 *
 * @param checked with all load balancers of the scale set.
 */
function refuseUnreachedPort(checked) {
    const { endpoint } = checked.health;
    if (endpoint === undefined || !asksInstances(checked)) {
        return [];
    }
    const { scaleSet } = checked.observation;
    const ports = reachedPortsOf(scaleSet, checked.natLoadBalancers);
    return ports.includes(endpoint.port)
        ? []
        : [
            (0,finding/* refusal */.x5)(`check-${endpoint.protocol} asks each instance of the scale set "${scaleSet.name}" at its port ${endpoint.port}, to which no inbound ` +
                `NAT rule with a public address leads (${ports.length === 0 ? 'there is none' : `such rules lead to ${ports.join(', ')}`}). Name a port to ` +
                'which one leads, add a rule, or use check-command, which needs none.'),
        ];
}

;// CONCATENATED MODULE: ./lib/azure/linked-actions.js
/**
 * Of a write that has an image in its body. Reported for versions of galleries (Azure/vm-scale-sets#72); for a managed image it is
 * an assumption. Images of the marketplace, shared and community galleries are no resources of a tenant's.
 */
function imageActions({ id }) {
    if (id === undefined) {
        return [];
    }
    return [
        {
            scope: id,
            action: /\/galleries\//i.test(id)
                ? 'Microsoft.Compute/galleries/images/versions/read'
                : 'Microsoft.Compute/images/read',
        },
    ];
}
/**
 * Of a PUT of an instance, which repeats its network configuration: ARM asks as if all of it were new. Reported for pools and
 * security groups (kubernetes-sigs/cloud-provider-azure#1999 and #287); the others have actions of the same kind.
 */
function networkActions({ properties }) {
    const interfaces = properties.virtualMachineProfile?.networkProfile?.networkInterfaceConfigurations ?? [];
    const configurations = interfaces.flatMap((each) => each.properties?.ipConfigurations ?? []);
    const groups = interfaces.flatMap((each) => each.properties?.networkSecurityGroup ?? []);
    return [
        ...groups.map(joining('networkSecurityGroups/join')),
        ...configurations.flatMap(({ properties: ip = {} }) => [
            ...(ip.subnet === undefined ? [] : [ip.subnet]).map(joining('virtualNetworks/subnets/join')),
            ...(ip.loadBalancerBackendAddressPools ?? []).map(joining('loadBalancers/backendAddressPools/join')),
            ...(ip.loadBalancerInboundNatPools ?? []).map(joining('loadBalancers/inboundNatPools/join')),
            ...(ip.applicationGatewayBackendAddressPools ?? []).map(joining('applicationGateways/backendAddressPools/join')),
            ...(ip.applicationSecurityGroups ?? []).map(joining('applicationSecurityGroups/joinIpConfiguration')),
        ]),
    ];
}
function joining(action) {
    return ({ id }) => ({ scope: id, action: `Microsoft.Network/${action}/action` });
}

;// CONCATENATED MODULE: ./lib/strategies/scale-set/preflight/needed-permissions.js



const SCALE_SET = 'Microsoft.Compute/virtualMachineScaleSets';
/** What every release reads, and goes on reading: a first read shows only that it was allowed then. */
const READS = ['read', 'virtualMachines/read', 'instanceView/read'];
/**
 * What the steps need, those that undo them included. Scale set, instances, and the images that a write names; network
 * resources where instances are written one by one, for ARM wants to see them joined again; load balancers and addresses
 * where instances are asked through them. What is read for hazards only may be missing.
 */
function neededPermissions(proposed) {
    const { observation, release, steps } = proposed;
    const { scaleSet } = observation;
    const own = [...READS, ...steps.flatMap((step) => actionsOf(step, proposed))];
    return byScope([
        ...own.map((action) => ({ scope: scaleSet.id, action: `${SCALE_SET}/${action}` })),
        ...imagesOf(release),
        ...(steps.some(writesInstances) ? networkActions(scaleSet) : []),
        ...natActions(proposed),
    ]);
}
function actionsOf(step, { health, onUnhealthy }) {
    const { release } = step;
    switch (step.kind) {
        case 'take-lock':
        case 'write-record':
            return ['write'];
        case 'suspend-repairs':
            return ['write', 'setOrchestrationServiceState/action'];
        case 'resume-repairs':
            return step.calls.length === 0 ? [] : ['write', 'setOrchestrationServiceState/action'];
        case 'change-model':
            return [writeModel(release)];
        case 'protect-canaries':
        case 'release-protection':
            return writesInstances(step) ? ['write', 'virtualMachines/write'] : [];
        case 'upgrade-canaries':
        case 'upgrade-outdated':
            return [
                'manualUpgrade/action',
                'reimage/action',
                ...(onUnhealthy === 'quarantine' ? ['powerOff/action'] : []),
                ...(health.command === undefined ? [] : ['virtualMachines/runCommand/action']),
                ...(release.previous === undefined ? [] : [writeModel(release)]),
            ];
        case 'take-back':
            return [writeModel(release), 'manualUpgrade/action'];
        case 'check-taken-back':
            return health.command === undefined ? [] : ['virtualMachines/runCommand/action'];
        case 'confirm-release':
            return [];
    }
}
function writeModel({ payload }) {
    return payload.kind === 'image' ? 'write' : 'extensions/write';
}
function writesInstances(step) {
    return (step.kind === 'protect-canaries' || step.kind === 'release-protection') && step.changes.length > 0;
}
function imagesOf({ payload, previous }) {
    return [payload, previous].flatMap((each) => (each?.kind === 'image' ? imageActions(each.image) : []));
}
function natActions(proposed) {
    const { health, natLoadBalancers } = proposed;
    const { endpoint } = health;
    return endpoint === undefined || !asksInstances(proposed)
        ? []
        : natLoadBalancers.flatMap((loadBalancer) => [
            { scope: loadBalancer.id, action: READ_LOAD_BALANCER },
            ...(sharesPorts(loadBalancer, endpoint.port)
                ? [{ scope: loadBalancer.id, action: QUERY_PORT_MAPPING }]
                : []),
            ...natAddressIdsOf(loadBalancer).map((scope) => ({ scope, action: READ_PUBLIC_IP_ADDRESS })),
        ]);
}
/** Each scope once, with each of its actions once. */
function byScope(needed) {
    const groups = Map.groupBy(needed, ({ scope }) => scope.toLowerCase());
    return [...groups.values()].flatMap((group) => {
        const [first] = group;
        const actions = [...new Set(group.map(({ action }) => action))];
        return first === undefined ? [] : [{ scope: first.scope, actions }];
    });
}

// EXTERNAL MODULE: ./lib/strategies/preflight/tag-room.js
var tag_room = __webpack_require__(3877);
;// CONCATENATED MODULE: ./lib/strategies/scale-set/preflight/tag-room.js





/** Lock, journal, the open release and the last one are tags of the scale set, and it shall end without wanting for one. */
function checkTagRoom(proposed, context) {
    const { name, tags } = proposed.observation.scaleSet;
    const fullRecord = fullRecordOf(proposed, context);
    return (0,tag_room/* refuseFullTags */.ZY)({ label: `scale set "${name}"`, kind: 'scale set', tags, fullRecord });
}
/** The most that there is at one time: a recovery under way, the release that it is of, and what was done before it. */
function fullRecordOf({ observation, release, steps, before }, { arm, lease }) {
    const { strategy = 'canary-percent', method = 'canary', leavesRecord = true } = steps.find(takesLock) ?? {};
    const subscriptionId = subscriptionOf(release.scaleSetId);
    const common = { strategy, method, run: tag_room/* LONGEST_RUN */.TK };
    const open = observation.record.release ?? openReleaseOf({ arm, lease, release, before }, { strategy });
    const isSuspended = open.hasSuspendedRepairs || steps.some(({ kind }) => kind === 'suspend-repairs');
    const isProtected = steps.some(({ kind }) => kind === 'protect-canaries');
    return {
        lock: { ...(0,record_lease/* lockOf */.V)(lease, 0, 0), id: tag_room/* ANY_LOCK_ID */.HM, owner: tag_room/* LONGEST_RUN */.TK, expiresAtEpochMs: 0 },
        journal: {
            ...common,
            lockId: tag_room/* ANY_LOCK_ID */.HM,
            startedAtEpochMs: 0,
            direction: 'finish',
            entries: journalEntries(release, LONGEST_TERMS, leavesRecord),
        },
        release: {
            ...open,
            run: tag_room/* LONGEST_RUN */.TK,
            canaryIds: release.canaryIds,
            otherIds: release.otherIds,
            sickIds: [...before.sickIds],
            protectedIds: isProtected ? [...open.protectedIds, ...release.canaryIds] : open.protectedIds,
            hasSuspendedRepairs: isSuspended,
        },
        last: {
            ...common,
            kind: 'rollback',
            finishedAtEpochMs: 0,
            releaseId: release.releaseId,
            previousTarget: (0,payload_text/* payloadText */.Ai)(release.payload, subscriptionId),
            target: (0,payload_text/* payloadText */.Ai)(release.previous ?? release.payload, subscriptionId),
            downtime: { seconds: 86_400, source: 'control-plane' },
        },
    };
}
/** One tag has room for them all. */
const LONGEST_TERMS = {
    maxUnhealthy: { kind: 'count', count: 1_000 },
    onUnhealthy: 'quarantine',
    batching: { batchSize: { kind: 'count', count: 1_000 }, pauseBetweenBatchesMs: 86_400_000 },
    suspendRepairs: true,
};
function takesLock(step) {
    return step.kind === 'take-lock';
}

;// CONCATENATED MODULE: ./lib/strategies/scale-set/preflight/index.js














const RELEASE = { name: 'release', resources: 'a scale set' };
/**
 * Whether the identity may do all that a release takes, whether anything forbids it or would undo it, and whether its record
 * has room: everything that is found, not the first problem only. Only reads.
 *
 * @throws when cancelled, or when signing in fails.
 */
async function checkAccess(context, proposed) {
    const { scaleSet } = proposed.observation;
    const participants = [{ label: `scale set "${scaleSet.name}"`, resource: scaleSet }];
    const { arm, signal } = context;
    const [nat, groups, stacks] = await Promise.all([
        readNatLoadBalancers(proposed, context),
        (0,owners/* refuseManagedGroups */.Mg)(participants, RELEASE, arm, signal),
        (0,owners/* refuseStacked */.E6)(participants, RELEASE, (0,scopes/* subscriptionScope */.gx)(subscriptionOf(scaleSet.id)), arm, signal),
    ]);
    const checked = { ...proposed, natLoadBalancers: nat.loadBalancers };
    const [permissions, locks] = await Promise.all([
        checkPermissions(checked, context),
        checkLocks(checked, context),
    ]);
    const findings = [
        ...(0,owners/* refuseOwned */.mv)(participants, RELEASE),
        ...checkTagRoom(proposed, context),
        ...permissions,
        ...locks,
        ...groups,
        ...stacks,
        ...nat.unchecked,
        ...(nat.unchecked.length === 0 ? refuseUnreachedPort(checked) : []),
    ];
    return {
        refusals: (0,finding/* messagesOf */.cr)(findings, 'refusal'),
        unchecked: (0,finding/* messagesOf */.cr)(findings, 'unchecked'),
        natLoadBalancers: nat.loadBalancers,
    };
}
async function readNatLoadBalancers(proposed, { arm, signal }) {
    const isNeeded = proposed.health.endpoint !== undefined && asksInstances(proposed);
    const ids = isNeeded || tellsCanaries(proposed) ? loadBalancerIdsOf(proposed.observation.scaleSet) : [];
    const { read, unread } = await (0,arm_reads/* readScopes */.Q)(ids, (id) => (0,load_balancers/* getLoadBalancer */.n$)(arm, id, signal));
    return {
        loadBalancers: read.map(({ value }) => value),
        // That nobody can be told where canaries answer is in no release's way.
        unchecked: isNeeded ? (0,arm_reads/* notChecked */.l)('Inbound NAT rules', READ_LOAD_BALANCER, unread) : [],
    };
}
/** A release that runs into 403 half-way cannot go on, and perhaps not go back either. */
async function checkPermissions(checked, { arm, signal }) {
    const { missing, unchecked } = await (0,permissions/* findMissing */.y)(neededPermissions(checked), arm, signal);
    return [...(0,permissions/* refuseMissing */.j)(missing, 'release'), ...unchecked];
}
/** `CanNotDelete` is in nobody's way: a release deletes nothing. */
async function checkLocks(checked, { arm, signal }) {
    const written = writtenBy(checked);
    const groups = written.map(({ id }) => (0,scopes/* resourceGroupScope */.wZ)(id));
    const { locks, unchecked } = await (0,preflight_locks/* readLocks */.n)(groups, arm, signal);
    return [...locks.flatMap((lock) => (0,preflight_locks/* refuseReadOnly */.H)(lock, written, 'release')), ...unchecked];
}
/** Which port leads to an instance is asked by POST, which a lock of a load balancer forbids. */
function writtenBy({ observation, health, natLoadBalancers }) {
    const { id, name } = observation.scaleSet;
    const { endpoint } = health;
    const asked = natLoadBalancers.filter((each) => endpoint !== undefined && sharesPorts(each, endpoint.port));
    return [
        { label: `scale set "${name}"`, id },
        ...asked.map((each) => ({ label: `load balancer "${each.name}"`, id: each.id })),
    ];
}

;// CONCATENATED MODULE: ./lib/strategies/scale-set/preflight/time-findings.js

const time_findings_nothing = { refusals: [], hazards: [] };
/**
 * Whether a release comes to its end before the time of the run is up, when everything is broken off. The waits that were asked
 * for last as long as they say; the rest is what was recorded, which nobody knows of this scale set.
 */
function timeFindings({ clock, endsAtMs }, { health }, { steps, expectedDuration }) {
    if (expectedDuration === undefined) {
        return time_findings_nothing;
    }
    const leftMs = endsAtMs - clock.monotonicMs();
    const upgrade = steps.find((step) => step.kind === 'upgrade-outdated');
    const batches = upgrade === undefined ? 1 : upgrade.plannedBatches.length;
    const leastMs = waitedMs({
        batches,
        minHealthyTimeMs: health.minHealthyTimeMs,
        pauseBetweenBatchesMs: upgrade?.pauseBetweenBatchesMs ?? 0,
    });
    const medianMs = expectedDuration.medianSeconds * 1000;
    const remedy = upgrade === undefined
        ? 'Set a longer timeout, or a shorter min-healthy-time.'
        : 'Set a longer timeout, a larger batch-size, or a shorter pause-between-batches or min-healthy-time.';
    if (leastMs > leftMs) {
        return {
            refusals: [
                `The release cannot end in time: ${upgrade === undefined ? 'min-healthy-time alone lasts' : `the min-healthy-time of ${counted(batches)} and the pauses between them alone last`} ` +
                    `${timeText(leastMs)}, and timeout leaves ${timeText(leftMs)} for everything. ${remedy}`,
            ],
            hazards: [],
        };
    }
    return medianMs > leftMs
        ? {
            refusals: [],
            hazards: [
                `The release is expected to last ${timeText(medianMs)}, and timeout leaves ${timeText(leftMs)}: when that is up it is broken off, and ` +
                    `on-failure decides what becomes of what was upgraded by then. ${remedy}`,
            ],
        }
        : time_findings_nothing;
}
function counted(batches) {
    return batches === 1 ? 'the batch' : `${batches} batches`;
}
function timeText(durationMs) {
    const seconds = Math.max(0, Math.round(durationMs / 1000));
    return seconds < 120 ? `${seconds} s` : `${Math.round(seconds / 6) / 10} min`;
}

;// CONCATENATED MODULE: ./lib/strategies/scale-set/preflight/release-findings.js








async function findingsOf(context, goal, observation, wanted, { planned, before }) {
    const { scaleSet, surroundings, unchecked } = observation;
    const { resolved, release } = wanted;
    const payload = goal.payload?.kind ?? (wanted.open === undefined ? 'model' : release.payload.kind);
    const { strategy, suspendRepairs } = goal;
    const hasSuspendedRepairs = wanted.open?.hasSuspendedRepairs === true;
    const found = findHazards(surroundings, { strategy, suspendRepairs, payload, hasSuspendedRepairs });
    const fit = resolved?.resolvedImage === undefined
        ? { refusals: [], hazards: [], unchecked: [] }
        : await checkImageFit(context, scaleSet, resolved.resolvedImage);
    const image = goal.payload?.kind === 'image' ? (goal.payload.input ?? 'image') : 'image';
    const access = await checkAccess(context, { observation, release, steps: planned.steps, before, ...goal });
    const time = timeFindings(context, goal, planned);
    return {
        refusals: [
            ...found.refusals,
            ...(resolved?.refusals ?? []),
            ...fit.refusals.map((refusal) => `${image}: ${refusal}`),
            ...noWayBack(goal, wanted),
            ...noWayForwards(scaleSet, wanted),
            ...foreignModel(observation, wanted),
            ...refusedPreviousSettings(release.previous, wanted.sources.previous),
            ...access.refusals,
            ...time.refusals,
        ],
        hazards: [
            ...found.hazards,
            ...(resolved?.hazards ?? []),
            ...fit.hazards,
            ...floatingPrevious(release),
            ...oneWay(wanted),
            ...time.hazards,
        ],
        unchecked: [...unchecked, ...fit.unchecked, ...access.unchecked],
        natLoadBalancers: access.natLoadBalancers,
    };
}
/**
 * Where the model has the payload before the release begins, what the instances had is in no record. What an extension had
 * stands in the inputs of each half, and nowhere else.
 */
function noWayBack({ strategy, allowNoRollback }, wanted) {
    const { previous } = wanted.release;
    if (allowNoRollback || canGoBack(wanted)) {
        return [];
    }
    if (previous?.kind === 'extension') {
        return [
            `The former settings of extension "${previous.name}" are not given, so this half of the release could not be taken back. Set ` +
                'previous-extension-settings, previous-extension-protected-settings, or both, to what it had before the release; or set ' +
                'allow-no-rollback: true.',
        ];
    }
    return strategy === 'canary-percent'
        ? [
            'A canary that cannot be taken back is no canary: the model has this payload already, so there is nothing to go back to. Put the ' +
                'former payload back into the model first, or set allow-no-rollback: true.',
        ]
        : [];
}
function oneWay(wanted) {
    const { previous } = wanted.release;
    if (canGoBack(wanted)) {
        return [];
    }
    return previous?.kind === 'extension'
        ? [
            `What extension "${previous.name}" had before is not given (previous-extension-settings, previous-extension-protected-settings), so ` +
                'nothing can be taken back by this run: a failure stops it where it is.',
        ]
        : [
            'What the instances have now is not known to this release, so nothing of it can be taken back: a failure stops it where it is.',
        ];
}
/** An open release goes on from where it is: what somebody else has put there meanwhile, nobody has asked to take away. */
function foreignModel({ scaleSet, reads }, { release, open }) {
    const found = describeForeignModel(scaleSet, release) ?? describePutBack(scaleSet, reads, release);
    return open === undefined || found === undefined ? [] : [found];
}
/** Going back brings what is the newest by then, which may be another image than the instances had. */
function floatingPrevious({ previous }) {
    return previous?.kind === 'image' && (0,describe_image/* isFloating */.v)(previous.image)
        ? [
            `The model has ${(0,describe_image/* describeImage */.h)(previous.image)} without a pinned version: taken back, the instances would get whatever is the newest ` +
                'by then, which need not be what they run now. Pin a version in the model first to rule it out.',
        ]
        : [];
}
/**
 * An open release whose extension was never written, or was put back: its settings are in no record. Where somebody has put another one there
 * it can be neither promoted nor rejected, and that is said instead.
 */
function noWayForwards(scaleSet, { release, sources }) {
    const { payload, releaseId } = release;
    return payload.kind === 'image' ||
        sources.payload !== undefined ||
        modelOfRelease(scaleSet, release) !== 'previous'
        ? []
        : [
            `The settings that release ${releaseId} was to bring for extension "${payload.name}" are not in the model, and in no record, because ` +
                'they may be secret. Give them again (extension, extension-settings, extension-protected-settings), or reject the release with ' +
                '"command: rollback".',
        ];
}

// EXTERNAL MODULE: ./lib/probe/target.js
var target = __webpack_require__(8373);
;// CONCATENATED MODULE: ./lib/strategies/scale-set/production.js




/** The first public frontend of a load balancer that has the scale set in a pool of one of its rules. */
async function findProduction({ arm, signal }, scaleSet, probeUrl) {
    const pools = poolIds(scaleSet);
    const skipped = [];
    for (const loadBalancerId of new Set(pools.map((id) => (0,resource_id/* topLevelId */.bY)(id)))) {
        const loadBalancer = await (0,load_balancers/* getLoadBalancer */.n$)(arm, loadBalancerId, signal);
        const frontend = servingFrontend(loadBalancer, pools);
        const addressId = frontend?.properties.publicIPAddress?.id;
        if (frontend === undefined || addressId === undefined) {
            skipped.push(`no rule of ${loadBalancer.name} leads from a public address to it`);
            continue;
        }
        const { id, name, properties } = await (0,public_ip_addresses/* getPublicIpAddress */.tG)(arm, addressId, signal);
        const address = properties.ipAddress ?? '';
        const choice = (0,target/* chooseProbeTarget */.t)({
            address,
            frontendId: frontend.id,
            loadBalancer,
            ...(probeUrl === undefined ? {} : { probeUrl }),
        });
        if (choice.kind === 'target') {
            return { kind: 'target', target: choice.target, address: { id, name, address } };
        }
        skipped.push(...choice.skipped);
    }
    return {
        kind: 'none',
        reason: `The scale set "${scaleSet.name}" cannot be asked from outside: ${skipped.join('; ') || 'it is in no pool of a load balancer'}`,
    };
}
function servingFrontend(loadBalancer, pools) {
    const rule = (loadBalancer.properties.loadBalancingRules ?? []).find(({ properties }) => [properties.backendAddressPool, ...(properties.backendAddressPools ?? [])].some((pool) => pools.some((id) => (0,resource_id/* sameId */.s)(id, pool?.id))));
    return (0,load_balancers/* frontendsOf */.df)(loadBalancer).find(({ id }) => (0,resource_id/* sameId */.s)(id, rule?.properties.frontendIPConfiguration.id));
}
function poolIds({ properties }) {
    return (properties.virtualMachineProfile?.networkProfile?.networkInterfaceConfigurations ?? [])
        .flatMap((each) => each.properties?.ipConfigurations ?? [])
        .flatMap((each) => each.properties?.loadBalancerBackendAddressPools ?? [])
        .map(({ id }) => id);
}

;// CONCATENATED MODULE: ./lib/strategies/scale-set/record/named-release.js
function findNamed(scaleSet, { release: open, last }, releaseId) {
    if (open?.id === releaseId) {
        return { kind: 'open' };
    }
    const isLast = last?.releaseId === releaseId;
    const explanation = [
        `release ${releaseId} is not open on ${scaleSet}`,
        ...(isLast ? [`it ${named_release_endOf(last)}`] : []),
        openText(open),
        ...(isLast ? [] : [lastText(last)]),
    ].join('; ');
    return isLast && last.kind === 'run'
        ? { kind: 'finished', run: last.run, explanation }
        : { kind: 'gone', explanation };
}
function openText(open) {
    return open === undefined
        ? 'no release is open'
        : `release ${open.id} is, by ${open.run} since ${named_release_timeText(open.openedAtEpochMs)}`;
}
function lastText(last) {
    return last === undefined
        ? 'no tag azure-rollout-last tells which one was the last'
        : `the last one, ${last.releaseId ?? 'without an id'}, ${named_release_endOf(last)}`;
}
/** `was finished at 2026-11-26T03:16:02.118Z by https://...` */
function named_release_endOf({ kind, finishedAtEpochMs, run }) {
    const end = { run: 'was finished', rollback: 'was taken back', undoing: 'has taken itself back' }[kind];
    return `${end} at ${named_release_timeText(finishedAtEpochMs)}, ${kind === 'undoing' ? 'in' : 'by'} ${run}`;
}
function named_release_timeText(epochMs) {
    return new Date(epochMs).toISOString();
}

// EXTERNAL MODULE: ./lib/engine/hand-over.js
var hand_over = __webpack_require__(4120);
;// CONCATENATED MODULE: ./lib/strategies/scale-set/observed/see-as-it-is.js







/** Whoever waits for the end of the run has waited enough. */
const see_as_it_is_LONGEST_LOOK_MS = 10_000;
/**
 * Whether a run has to look once more: what it saw before its plan, or in the middle of it, is not how things are. One whose goal is
 * lost has found that out by such a look.
 */
function isToLookAgain(end) {
    return end.outcome !== 'succeeded' && !(0,come_too_late/* hasComeTooLate */.bK)(end) && !(end.error instanceof run/* GoalLostError */.sk);
}
/**
 * At the end of a run that has not reached its goal: reads Azure afresh, and says how the instances are. Where that cannot be
 * found out, in its time or at all, it says so: what was seen last is out of date.
 *
 * @returns undefined where it is not known.
 */
async function seeAsItIs({ arm, clock, emit, release }, judgedOf, signal) {
    const { scaleSetId } = release;
    const deadline = { clock, signal, timeoutMs: see_as_it_is_LONGEST_LOOK_MS, subject: 'how the instances are now' };
    try {
        signal.throwIfAborted();
        const [scaleSet, reads] = await (0,engine_deadline/* withDeadline */.N)(deadline, (limited) => Promise.all([getScaleSet(arm, scaleSetId, limited), listInstances(arm, scaleSetId, limited)]));
        emit(releaseSeen(release, { scaleSet, reads, judged: judgedOf({ scaleSet, reads }) }, clock));
        return scaleSet;
    }
    catch {
        // What became of the run is told all the same.
        emit(releaseUnseen(release, clock));
        return undefined;
    }
}
/** Of a process that has judged nobody itself. */
function judgedByTags(release) {
    return (read) => {
        const { release: open } = (0,record_record/* readRecord */.aE)(read.scaleSet.tags);
        return judgedByRecord(read, release, open?.id === release.releaseId ? open : undefined);
    };
}

;// CONCATENATED MODULE: ./lib/strategies/scale-set/observed/see-record.js










/** Whether a run came to its end because somebody else has what it works on, or has had it meanwhile. */
function isOvertaken({ error, undoErrors }) {
    return [error, ...undoErrors].some((each) => each instanceof record_lock/* LockLostError */.yx || each instanceof record_lock/* LockedError */.by || each instanceof interrupted_release/* InterruptedReleaseError */.i);
}
/**
 * Looks who has a release that this run has not brought to its end, or has taken back, and how its instances are, and says so.
 * Says nothing where nobody else has anything to do with it, or ARM does not answer.
 *
 * @param signal aborts where there is no time even for this.
 */
async function seeWhoHas({ arm, clock, emit, lease }, release, end, signal) {
    const { scaleSetId, releaseId } = release;
    // Where the record is somebody else's, there is nothing to be taken back, and that passes for taken back.
    const isBack = end.outcome === 'rolled-back' && !(0,come_too_late/* hasComeTooLate */.bK)(end);
    if (!isBack && !isOvertaken(end)) {
        return;
    }
    const deadline = { clock, signal, timeoutMs: see_as_it_is_LONGEST_LOOK_MS, subject: 'who has the release' };
    try {
        const [scaleSet, reads] = await (0,engine_deadline/* withDeadline */.N)(deadline, (limited) => Promise.all([getScaleSet(arm, scaleSetId, limited), listInstances(arm, scaleSetId, limited)]));
        const record = (0,record_record/* readRecord */.aE)(scaleSet.tags);
        const isSameRelease = record.release !== undefined && record.release.id === releaseId;
        const isWorkedOn = record.journal !== undefined && !isOwn(record, lease);
        if (isBack && !(isSameRelease && isWorkedOn)) {
            return;
        }
        const judged = judgedByRecord({ scaleSet, reads }, release, isSameRelease ? record.release : undefined);
        emit(releaseSeen(release, { scaleSet, reads, judged }, clock));
        emit({ type: 'record-seen', atMs: clock.monotonicMs(), record: recordSeen(record) });
    }
    catch {
        // What became of the run is told all the same.
    }
}
function recordSeen({ lock, journal, release }) {
    if (lock !== undefined) {
        const { owner, purpose } = lock;
        return { state: 'locked', owner, purpose };
    }
    if (journal !== undefined) {
        return { state: 'interrupted' };
    }
    return { state: release === undefined ? 'over' : 'open' };
}

// EXTERNAL MODULE: ./lib/strategies/scale-set/plan/steps.js
var plan_steps = __webpack_require__(1430);
;// CONCATENATED MODULE: ./lib/strategies/scale-set/release.js












function releaseOf({ context, plan, work: planned, watch, canGoBack }) {
    return {
        plan,
        async run(control) {
            const work = { ...planned, asFound: (0,plan_steps/* asFoundIn */.KW)(plan), undoTimeoutMs: control.undoTimeoutMs / 2 };
            try {
                const result = await (0,run/* runPlan */.Fo)({
                    ...control,
                    plan,
                    performerOf: scaleSetPerformers(work),
                    clock: context.clock,
                    emit: context.emit,
                    onFailure: (error) => responseTo(error, { work, control, canGoBack }),
                });
                const isLeft = result.outcome === 'failed' && result.undoErrors.length === 0;
                if (isLeft) {
                    await leave({ context, plan, work }, control.signal);
                }
                if (isToLookAgain(result)) {
                    const scaleSet = await seeAsItIs(work, () => ({ ...work.troubled, ...work.before }), control.signal);
                    if (isLeft && scaleSet !== undefined) {
                        await tellWhereToLook(work, scaleSet, { clock: context.clock, signal: control.signal });
                    }
                }
                await seeWhoHas(context, work.release, result, control.signal);
                if (result.cleanUpErrors.length > 0 || (0,hand_over/* isHandedOver */.nc)(result)) {
                    // `post` closes the release, or a recovery goes on with it, which need not wait for the lock.
                    await giveUpLock(context, work.release.scaleSetId, false, control.signal);
                }
                return result;
            }
            finally {
                await watch.stop(control.signal);
            }
        },
    };
}
/**
 * It has stopped of its own accord: the release stays open, and nobody has to recover anything; half of a rollback is to be
 * brought to its end. A release of what the model had already is over: nobody could reject it, and to upgrade whoever is
 * outdated still takes no record.
 */
async function leave({ context, plan, work }, signal) {
    const { scaleSetId, previous } = work.release;
    if (previous === undefined && plan.method === 'batches') {
        try {
            await closeRelease(work, signal);
            return;
        }
        catch {
            // What is set aside stands in the record, so that stays.
        }
    }
    await giveUpLock(context, scaleSetId, plan.method !== 'take-back', signal);
}
/** Of many canaries behind shared rules each port is a question of its own. */
const LONGEST_TELLING_MS = 60_000;
/** For whoever looks at what the release has left: where the canaries are reached. */
function tellWhereToLook(work, scaleSet, { clock, signal }) {
    const deadline = {
        clock,
        signal,
        timeoutMs: LONGEST_TELLING_MS,
        subject: 'where the canaries are reached',
    };
    return (0,engine_deadline/* withDeadline */.N)(deadline, (limited) => tellCanaryEndpoints({ ...work, ...work.terms }, scaleSet, { clock, signal: limited }));
}
/** `on-unhealthy` is for instances that do not get well; `on-failure` is for everything else. */
function responseTo(error, { work, control, canGoBack }) {
    if ((0,come_too_late/* isTooLate */.h8)(error)) {
        // Nothing was written that would have to be put back, and the command decides whether to wait and plan anew.
        return 'rollback';
    }
    if (!canGoBack) {
        return 'stop';
    }
    if (!(error instanceof UnhealthyInstancesError)) {
        return control.onFailure;
    }
    return work.terms.onUnhealthy === 'rollback' ? 'rollback' : 'stop';
}

// EXTERNAL MODULE: ./lib/strategies/production-watch.js
var production_watch = __webpack_require__(3356);
;// CONCATENATED MODULE: ./lib/strategies/scale-set/start-watch.js

/** Asks production from now on, where it can be asked from outside. */
async function startWatch({ clock, emit, command }, production, { probe, isProbeOn, verifyTimeoutMs }) {
    if (!isProbeOn || command === 'plan') {
        return { watch: production_watch/* unwatched */.Ml, unchecked: [] };
    }
    if (production.kind === 'none') {
        return { watch: production_watch/* unwatched */.Ml, unchecked: [`${production.reason}, so no downtime is measured.`] };
    }
    return {
        watch: await (0,production_watch/* watchProduction */.VF)(production.target, probe, verifyTimeoutMs, clock, emit),
        unchecked: [],
    };
}

;// CONCATENATED MODULE: ./lib/strategies/scale-set/prepare.js




























/** Reads, checks, plans; writes nothing. */
async function prepareRelease(context, goal, terms) {
    const scaleSet = await readScaleSet(context, goal.scaleSetId);
    const promoted = findPromoted(goal, scaleSet);
    if (promoted !== undefined) {
        const subject = { productionAddresses: [], scaleSetId: scaleSet.id };
        return { kind: 'no-change', subject, reason: promoted };
    }
    const hindrance = hindranceOf(scaleSet, (0,record_record/* readRecord */.aE)(scaleSet.tags), context);
    if (hindrance !== undefined) {
        return hindrance;
    }
    const observation = await observe(context, scaleSet);
    prepare_requireInstances(observation);
    const asked = await wantedOf(context, goal, observation);
    const production = await findProduction(context, scaleSet, terms.probe.url);
    const subject = subjectOf(observation, production);
    const instances = instancesOf(observation, asked.release);
    const wanted = withOthers(goal, withCanaries(goal, asked, instances, scaleSet.name), observation);
    const judged = judgedByRecord(observation, wanted.release, wanted.open);
    context.emit(releaseSeen(releaseToTell(wanted), { ...observation, judged }, context.clock));
    const access = accessTo(context, scaleSet);
    const endpointCheck = { connectTo: terms.probe.connectTo, timeoutMs: terms.probe.timeoutMs };
    const before = beforeRelease(instances, reachedIds(observation.reads, instances, wanted), asked.open);
    const isDone = goal.strategy === 'canary-percent' &&
        areCanariesInPlace(goal, observation, wanted, { instances, before }) &&
        (await canariesAnswer(context, { goal, scaleSet, access, endpointCheck }, canaryWorkOf(instances, wanted.release.canaryIds, before).toCheck.map(({ instanceId }) => instanceId)));
    const planned = isDone ? undefined : planRelease(goal, observation, wanted, { instances, before }, terms);
    const canaries = { ...context, health: goal.health };
    if (planned === undefined) {
        await tellCanaryEndpoints({ ...canaries, release: releaseToTell(wanted) }, scaleSet, context);
        return {
            kind: 'no-change',
            subject,
            reason: reasonForNoChange(goal, observation, wanted, { instances, before }),
        };
    }
    const findings = await findingsOf(context, goal, observation, wanted, { planned, before });
    const asking = { ...findings, goal, scaleSet, instances, before, access, endpointCheck };
    const carriers = await askCarriers(context, asking);
    const watch = await startWatch(context, production, terms);
    try {
        const refusals = [...findings.refusals, ...(await baselineRefusals(context, watch.watch))];
        const plan = {
            ...planned,
            steps: withAskedInstances(withCallsIfUnwell(planned.steps, goal.onUnhealthy), {
                ...observation,
                ...goal,
                ...findings,
                instances,
                before,
                takenBackIds: [],
            }),
            hazards: [
                ...planned.hazards,
                ...carriers.hazards,
                ...findings.hazards,
                ...hazardsIfUnwell(planned.steps),
            ],
            unchecked: [...findings.unchecked, ...carriers.unchecked, ...watch.unchecked],
        };
        if (refusals.length > 0) {
            await watch.watch.stop(context.signal);
            return { kind: 'refused', subject, plan, refusals };
        }
        if (context.command === 'plan') {
            await tellCanaryEndpoints({ ...canaries, release: wanted.release }, scaleSet, context);
        }
        const work = workOf(context, goal, wanted, {
            access,
            endpointCheck,
            before,
            asPlanned: asPlanned(scaleSet, instances, wanted.release),
            watch: watch.watch,
            troubled: troubleFound(instances, before),
        });
        return {
            kind: 'ready',
            subject,
            release: releaseOf({ context, plan, work, watch: watch.watch, canGoBack: canGoBack(wanted) }),
        };
    }
    catch (error) {
        await watch.watch.stop(context.signal);
        throw error;
    }
}
/**
 * An approval is for one release: it must not promote another one, which somebody has opened since.
 *
 * @returns that somebody has promoted it already.
 * @throws RefusedError where it is neither open nor promoted.
 */
function findPromoted(goal, { name, tags }) {
    if (goal.strategy !== 'full-rollout' || goal.releaseId === undefined) {
        return undefined;
    }
    const named = findNamed(name, (0,record_record/* readRecord */.aE)(tags), goal.releaseId);
    if (named.kind === 'gone') {
        throw new refused_error/* RefusedError */.f(`What was to be promoted is not there: ${named.explanation}. Nothing was changed.`);
    }
    return named.kind === 'finished' ? named.explanation : undefined;
}
/** @throws RefusedError */
function prepare_requireInstances({ scaleSet, reads }) {
    if (reads.length === 0) {
        throw new refused_error/* RefusedError */.f(`The scale set "${scaleSet.name}" has no instances: there is nothing to release to. Scale it out first.`);
    }
}
/** One that nobody has opened yet has no id that anybody could ask for, and no canaries. */
function releaseToTell({ release, open }) {
    return open === undefined ? { ...release, releaseId: '', canaryIds: [] } : release;
}
function subjectOf({ scaleSet }, production) {
    return {
        productionAddresses: production.kind === 'target' ? [production.address] : [],
        scaleSetId: scaleSet.id,
    };
}
function instancesOf({ scaleSet, reads }, { payload }) {
    return reads.map((read) => toInstance(read, { scaleSet, payload }));
}
/** Those of the release so far stay canaries, and more may come. */
function withCanaries(goal, wanted, instances, scaleSet) {
    if (goal.strategy !== 'canary-percent') {
        return wanted;
    }
    const { release, open } = wanted;
    const chosen = chooseCanaries(instances, goal.share, scaleSet, open?.canaryIds ?? []);
    // Who was deleted since is no canary any more.
    const former = release.canaryIds.filter((id) => instances.some(({ instanceId }) => instanceId === id));
    const canaryIds = [...new Set([...former, ...chosen.instanceIds])].sort(instance_order/* compareIds */.q3);
    if (canaryIds.length > former.length && !isAllAskedFor(goal)) {
        refuseAll(canaryIds, former, instances, scaleSet);
    }
    return { ...wanted, release: { ...release, canaryIds } };
}
function isAllAskedFor({ share }) {
    return share.kind === 'percent' && share.percent >= 100;
}
/** @throws RefusedError where a canary that grows would become a rollout. */
function refuseAll(canaryIds, former, instances, scaleSet) {
    const isLeft = instances.some((each) => !each.isProtectedFromScaleSetActions && !canaryIds.includes(each.instanceId));
    if (!isLeft && former.length > 0) {
        throw new refused_error/* RefusedError */.f(`With the canaries that the open release has already (${former.join(', ')}), every instance of the scale set "${scaleSet}" that a ` +
            'release may upgrade would be one: that is no canary. Use strategy: full-rollout to upgrade the rest, or ask for percent: 100.');
    }
}
function withOthers(goal, wanted, { reads }) {
    const { release, open } = wanted;
    return goal.strategy === 'canary-percent'
        ? wanted
        : { ...wanted, release: { ...release, otherIds: othersOf(reads, release, open) } };
}
async function baselineRefusals({ signal, clock }, watch) {
    try {
        await watch.answersAtAll({ signal, clock });
        return [];
    }
    catch (error) {
        if (error instanceof prober/* NoGoodAnswersError */.s$) {
            return [`${error.message} To release all the same, unmeasured, set probe: off.`];
        }
        throw error;
    }
}
/** By the release so far, before anybody is chosen anew. */
function reachedIds(reads, instances, { release, open }) {
    if (open === undefined) {
        return [];
    }
    const { canaryIds, otherIds } = open;
    const having = instances.filter(({ hasPayload }) => hasPayload).map(({ instanceId }) => instanceId);
    return [...having, ...touchedIds(reads, { ...release, canaryIds, otherIds }, reachOf(open))];
}
function workOf(context, { health, maxUnhealthy, onUnhealthy, suspendRepairs }, { release, sources }, found) {
    context.emit(sickBefore(found.before, context.clock));
    return {
        ...found,
        arm: context.arm,
        clock: context.clock,
        emit: context.emit,
        lease: context.lease,
        release,
        terms: { health, maxUnhealthy, onUnhealthy, suspendRepairs },
        sources,
        lateWritesUntilMs: Number.NEGATIVE_INFINITY,
        isLockNeeded: true,
        hasJudged: true,
        traces: noTraces({ isModelWritten: false }),
        commandedIds: new Set(),
    };
}

// EXTERNAL MODULE: ./lib/record/journal.js
var record_journal = __webpack_require__(2634);
// EXTERNAL MODULE: ./lib/record/open-release.js
var open_release = __webpack_require__(7357);
// EXTERNAL MODULE: ./lib/strategies/recovery-timeout-error.js
var recovery_timeout_error = __webpack_require__(6451);
;// CONCATENATED MODULE: ./lib/strategies/scale-set/plan/take-back-plan.js





/** The former payload goes back, at once, and the release is over. */
function planTakeBack({ release, open, reach, touchedIds, keptIds, offIds, suspends, leavesRecord, hasLast, releasedBy, reason, }) {
    // A release that is over has reached every instance.
    const strategy = open?.strategy === 'canary-percent' ? 'canary-percent' : 'full-rollout';
    const releasing = { release, strategy, method: 'take-back', leavesRecord, hasLast, releasedBy };
    const back = release.previous === undefined ? 'what they had' : describePayload(release.previous);
    return {
        strategy,
        method: 'take-back',
        methodReason: reason,
        goal: `the instances of ${(0,resource_id/* nameOf */.Vb)(release.scaleSetId)} that release ${release.releaseId} has reached shall have ${back} again`,
        steps: [
            takeLockStep(releasing, open === undefined ? { kind: 'opens' } : { kind: 'goes-on' }),
            ...(suspends ? [suspendRepairsStep(release)] : []),
            takeBackStep(release, reach, touchedIds),
            confirmReleaseStep(release, 'taken-back', reach),
            releaseProtectionStep(release, open?.protectedIds ?? []),
            resumeRepairsStep(release, suspends || open?.hasSuspendedRepairs === true),
            writeRecordStep(releasing, leavesRecord ? 'last' : 'nothing'),
            checkTakenBackStep(release),
        ],
        expectedDowntime: {
            medianSeconds: null,
            p90Seconds: null,
            basis: 'all instances that the release has reached go down at once; the others serve meanwhile',
        },
        hazards: [
            ...(keptIds.length === 0 ? [] : [`Not all of it can be taken back: ${describeKept(keptIds)}.`]),
            ...touchedIds
                .filter((id) => offIds.includes(id))
                .map((id) => `Instance ${id} is switched off: it gets back ${back}, stays off, and is not checked with it. What is to be seen on its disk has to ` +
                'be looked at before.'),
        ],
        unchecked: [],
    };
}

;// CONCATENATED MODULE: ./lib/strategies/scale-set/recovery/direction.js

/** @throws RefusedError for a way that is not open. */
function chooseDirection(recoverTo, { method, left, touched, release, begun, isWayForwards, isWayBack }) {
    if (method === 'take-back') {
        if (recoverTo === 'finish') {
            throw new refused_error/* RefusedError */.f('What was interrupted is a rollback, which is brought to its end by recover-to: undo or auto. To go forwards again, let it ' +
                'end, and release anew.');
        }
        return { direction: 'undo', reason: 'a rollback was interrupted: it is brought to its end' };
    }
    if (recoverTo === 'undo' && !isWayBack) {
        throw new refused_error/* RefusedError */.f(`Release ${release.releaseId} cannot be taken back: what the instances had before is not known, or its settings are not given ` +
            '(previous-extension-settings, previous-extension-protected-settings). recover-to: finish goes on with it.');
    }
    if (!isWayForwards && (recoverTo === 'finish' || !isWayBack)) {
        throw new refused_error/* RefusedError */.f(`Release ${release.releaseId} cannot be finished by a recovery: its settings are not in the model, and in no record, because they ` +
            'may be secret. ' +
            (isWayBack
                ? 'recover-to: undo takes it back; or run the job of the release again with on-interrupted: recover, which has them.'
                : 'Run the job of the release again with on-interrupted: recover, which has them; or give previous-extension-settings ' +
                    'and previous-extension-protected-settings, to take it back.'));
    }
    if (recoverTo !== 'auto') {
        return { direction: recoverTo, reason: `recover-to is ${recoverTo}` };
    }
    if (!isWayForwards) {
        return { direction: 'undo', reason: 'the settings that the release was to bring are in no record' };
    }
    if (!isWayBack) {
        return { direction: 'finish', reason: 'there is no way back that is known' };
    }
    if (begun !== undefined) {
        return { direction: begun, reason: `a recovery that was lost has begun to ${begun} it` };
    }
    const counts = `finishing has ${left} instances to upgrade, undoing ${touched} to take back`;
    return touched < left
        ? { direction: 'undo', reason: `${counts}: fewer go down by undoing` }
        : { direction: 'finish', reason: `${counts}: no fewer would go down by undoing` };
}

;// CONCATENATED MODULE: ./lib/strategies/scale-set/recovery/finish-plan.js










/** What is left of an interrupted half of a release, as it was to be done. */
function planFinish(finishing) {
    const { method, reason } = finishing;
    return {
        strategy: method === 'canary' ? 'canary-percent' : 'full-rollout',
        method,
        methodReason: reason,
        goal: method === 'canary' ? canaryGoal(finishing) : rolloutGoal(finishing),
        steps: method === 'canary' ? canarySteps(finishing) : rolloutSteps(finishing),
        expectedDowntime: { medianSeconds: null, p90Seconds: null, basis: basisOfDowntime(finishing) },
        hazards: hazardsOf(finishing),
        unchecked: [],
    };
}
function basisOfDowntime({ method, instances, release, before }) {
    if (method === 'batches') {
        return 'instances go down one batch at a time';
    }
    return canaryWorkOf(instances, release.canaryIds, before).toUpgrade.length === 0
        ? NOBODY_DOWN
        : 'the canaries go down at once';
}
/** What a run would refuse to begin with is told: half of a release is no better. */
function hazardsOf({ method, observation, release, takeBack, open }) {
    const { refusals, hazards } = findHazards(observation.surroundings, {
        strategy: method === 'canary' ? 'canary-percent' : 'full-rollout',
        suspendRepairs: takeBack.suspendRepairs,
        payload: release.payload.kind,
        hasSuspendedRepairs: open.hasSuspendedRepairs,
    });
    return [...refusals, ...hazards];
}
/** Half of a recovery is not undone, but taken up again. */
const GOES_ON = { kind: 'goes-on' };
function canaryGoal({ release: { canaryIds, payload } }) {
    return `the canaries ${canaryIds.join(', ')} shall have ${describePayload(payload)}`;
}
function rolloutGoal({ release: { payload, scaleSetId } }) {
    return `every instance of ${(0,resource_id/* nameOf */.Vb)(scaleSetId)} shall have ${describePayload(payload)}`;
}
function canarySteps(finishing) {
    const { release, observation, instances, before, hasWayBack, leavesRecord, releasedBy } = finishing;
    const releasing = {
        release,
        strategy: 'canary-percent',
        method: 'canary',
        hasWayBack,
        leavesRecord,
        hasLast: observation.record.last !== undefined,
        releasedBy,
    };
    const unprotectedIds = unprotected_unprotectedOf(observation.surroundings, instances, release.canaryIds);
    return [
        takeLockStep(releasing, GOES_ON),
        ...suspension(finishing),
        ...modelChange(finishing),
        ...(unprotectedIds.length > 0 ? [protectCanariesStep(release, unprotectedIds)] : []),
        upgradeCanariesStep(release, canaryWorkOf(instances, release.canaryIds, before), 'as they were chosen'),
        confirmReleaseStep(release, 'canaries', 'canaries'),
        writeRecordStep(releasing, 'open-release'),
    ];
}
function rolloutSteps(finishing) {
    const { release, observation, instances, batching, open, hasWayBack, leavesRecord, releasedBy } = finishing;
    const releasing = {
        release,
        strategy: 'full-rollout',
        method: 'batches',
        hasWayBack,
        leavesRecord,
        hasLast: observation.record.last !== undefined,
        releasedBy,
    };
    const { batches, explanation } = planLeftBatches(instances, batching.batchSize);
    return [
        takeLockStep({ ...releasing, batching }, GOES_ON),
        ...suspension(finishing),
        ...modelChange(finishing),
        upgradeOutdatedStep(release, batching, batches, explanation),
        confirmReleaseStep(release, 'all', 'all', keptOutdated(instances)),
        releaseProtectionStep(release, open.protectedIds),
        resumeRepairsStep(release, open.hasSuspendedRepairs || suspension(finishing).length > 0),
        writeRecordStep(releasing, leavesRecord ? 'last' : 'nothing'),
    ];
}
/** Where the interrupted run had not come to it yet, or somebody has put back what there was. */
function modelChange({ release, observation: { scaleSet } }) {
    const { payload } = release;
    return samePayload(payloadOfModel(scaleSet, payload), payload) ? [] : [changeModelStep(release)];
}
/** Where the interrupted run had not come to it yet. */
function suspension({ release, takeBack, observation }) {
    return suspendsRepairs(takeBack, observation.surroundings) ? [suspendRepairsStep(release)] : [];
}

;// CONCATENATED MODULE: ./lib/strategies/scale-set/recovery/carry-out.js































/** Under the lock. Goes on as the interrupted job would have, also where the new version turns out not to be well. */
async function carryOut(context, recovery) {
    const found = await lookAgain(context, recovery);
    const recovered = await go(context, recovery, found, choose(found, recovery));
    const { onUnhealthy } = termsOf(recovery);
    const isToGoBack = recovery.recoverTo === 'auto' && onUnhealthy === 'rollback' && isWayBack(found, recovery.sources);
    return isUnhealthy(recovered) && isToGoBack
        ? go(context, recovery, await lookAgain(context, recovery), NOT_WELL)
        : recovered;
}
/** It has done what there was to do, and the instances are not well: what becomes of the release is to be decided by a person. */
function isUnhealthy({ result }) {
    return result.outcome === 'failed' && result.error instanceof UnhealthyInstancesError;
}
const NOT_WELL = {
    direction: 'undo',
    reason: 'it was finished, its instances did not get well, and on-unhealthy of the interrupted job is rollback',
};
async function go(context, recovery, found, { direction, reason }) {
    await noteDirection(context, recovery, direction);
    const terms = termsOf(recovery);
    const plan = direction === 'undo' ? planUndo(found, recovery, reason) : planRest(found, recovery, reason, terms);
    return { direction, result: await perform(context, recovery, { found, plan, terms }) };
}
/** Repairs are suspended where the interrupted job was to do that, or this one is. */
function termsOf({ journal, takeBack }) {
    const terms = readJournalTerms(journal) ?? UNKNOWN_TERMS;
    return { ...terms, suspendRepairs: terms.suspendRepairs === true || takeBack.suspendRepairs };
}
/** @throws RecoveredMeanwhileError */
async function lookAgain(context, recovery) {
    const { arm, clock, signal } = context;
    const { scaleSetId } = recovery.takeBack;
    // What the killed process had sent last has arrived by then, and its operation is waited for.
    await clock.sleep(recovery.lateWritesUntilMs - clock.monotonicMs(), signal);
    const scaleSet = await getSettledScaleSet(arm, scaleSetId, signal, settled/* UNDO_PATIENCE_MS */.m);
    const open = (0,record_record/* readRecord */.aE)(scaleSet.tags).release;
    if (open === undefined) {
        throw new come_too_late/* RecoveredMeanwhileError */.ki(scaleSet.name, { productionAddresses: [], scaleSetId: scaleSet.id });
    }
    const observation = await observe(context, scaleSet);
    const { reads } = observation;
    const method = methodOf(recovery.journal);
    const reach = reachOf(open);
    const recorded = readRelease(scaleSetId, open);
    // Who was deleted since is no canary any more.
    const canaryIds = recorded.canaryIds.filter((id) => reads.some(({ instanceId }) => instanceId === id));
    const release = { ...recorded, canaryIds };
    const instances = reads.map((read) => toInstance(read, { scaleSet, payload: release.payload }));
    const touched = touchedIds(reads, release, reach);
    const before = beforeRelease(instances, touched, open);
    return { observation, open, release, instances, method, reach, touched, before };
}
function methodOf({ method }) {
    return method === 'canary' || method === 'batches' ? method : 'take-back';
}
/** @throws RefusedError for a way that is not open. */
function choose(found, { recoverTo, journal, sources }) {
    const { release, method, touched } = found;
    const { payload } = release;
    return chooseDirection(recoverTo, {
        method,
        left: leftOf(found).length,
        touched: touched.length,
        release,
        begun: journal.direction,
        isWayForwards: payload.kind === 'image' || sources.payload !== undefined || isInModel(found, payload),
        isWayBack: isWayBack(found, sources),
    });
}
function isWayBack(found, sources) {
    const { previous } = found.release;
    return (previous !== undefined &&
        (previous.kind === 'image' || sources.previous !== undefined || isInModel(found, previous)));
}
function isInModel({ observation: { scaleSet } }, payload) {
    return samePayload(payloadOfModel(scaleSet, payload), payload);
}
/** Whom finishing has yet to upgrade. */
function leftOf({ method, instances, release }) {
    return method === 'canary'
        ? instances.filter(({ instanceId, hasPayload }) => release.canaryIds.includes(instanceId) && !hasPayload)
        : instances.filter((each) => isOutdated(each) && !each.isProtectedFromScaleSetActions);
}
/**
 * Whoever takes this recovery up, should it be lost, goes the same way.
 *
 * @throws LockedError where somebody else has done so already.
 */
async function noteDirection({ arm, lease, signal }, { takeBack }, direction) {
    await changeTags(arm, takeBack.scaleSetId, ({ id, name, tags }) => {
        const record = (0,record_record/* readRecord */.aE)(tags);
        if (record.lock !== undefined && record.lock.id !== lease.id) {
            throw new record_lock/* LockedError */.by(holderOf({ id, name }), record.lock, 'recovery');
        }
        return record.journal === undefined || !isOwn(record, lease)
            ? undefined
            : (0,record_record/* withRecord */.q8)(tags, { journal: { ...record.journal, direction } });
    }, signal);
}
/** Of a journal that another version wrote: no faster than the platform's own rolling upgrades, and at the first sign it stops. */
const UNKNOWN_TERMS = { maxUnhealthy: { kind: 'count', count: 0 }, onUnhealthy: 'stop' };
const UNKNOWN_BATCHING = { batchSize: { kind: 'percent', percent: 20 }, pauseBetweenBatchesMs: 0 };
/** Whether both jobs are to leave one. */
function leavesRecordOf({ terms, journal }) {
    return terms.leavesRecord && !leavesNoRecord(journal);
}
function planUndo({ release, open, reach, touched, observation }, recovery, reason) {
    const { journal } = recovery;
    const leavesRecord = leavesRecordOf(recovery);
    const releasedBy = journal.run;
    const offIds = (0,power/* switchedOffIds */.nz)(observation.reads);
    return planTakeBack({
        release,
        open,
        reach,
        touchedIds: touched,
        keptIds: keptFromTakingBack(observation.reads, release, reach),
        offIds,
        suspends: suspendsRepairs(recovery.takeBack, observation.surroundings),
        leavesRecord,
        hasLast: observation.record.last !== undefined,
        releasedBy,
        reason,
    });
}
function planRest({ method, ...found }, recovery, reason, { batching = UNKNOWN_BATCHING, suspendRepairs }) {
    const { takeBack, journal } = recovery;
    const leavesRecord = leavesRecordOf(recovery);
    const how = method === 'canary' ? 'canary' : 'batches';
    const releasedBy = journal.run;
    return planFinish({
        ...found,
        method: how,
        batching,
        takeBack: { ...takeBack, suspendRepairs },
        hasWayBack: isWayBack(found, recovery.sources),
        leavesRecord,
        releasedBy,
        reason,
    });
}
/** The recovery as a whole has a deadline. */
const NO_LIMIT_OF_ITS_OWN_MS = 86_400_000;
async function perform(context, { takeBack, terms, sources, lateWritesUntilMs }, { found: { observation, release, instances, touched, before }, plan, terms: { maxUnhealthy, onUnhealthy, suspendRepairs }, }) {
    const { arm, clock, emit, lease, signal } = context;
    const { scaleSet } = observation;
    const production = await findProduction(context, scaleSet, terms.probe.url);
    const watch = await startWatch({ clock, emit, command: 'run' }, production, terms);
    // No load balancer is read just to list what is asked of it: a recovery is to work where Microsoft.Network does not.
    emit(sickBefore(before, clock));
    const asking = {
        scaleSet,
        health: takeBack.health,
        natLoadBalancers: [],
        instances,
        before,
        takenBackIds: touched,
    };
    const troubled = plan.method === 'take-back' ? noTrouble() : troubleFound(instances, before);
    const result = await (0,run/* runPlan */.Fo)({
        plan: {
            ...plan,
            steps: withAskedInstances(withCallsIfUnwell(plan.steps, onUnhealthy), asking),
            hazards: [...plan.hazards, ...hazardsIfUnwell(plan.steps)],
            unchecked: [...plan.unchecked, ...observation.unchecked, ...watch.unchecked],
        },
        performerOf: scaleSetPerformers({
            arm,
            clock,
            emit,
            // What was away before this process began to look is in no figure of it.
            watch: { ...watch.watch, downtime: () => null },
            lease,
            release,
            asPlanned: plan.method === 'take-back' ? undefined : asPlanned(scaleSet, instances, release),
            terms: { health: takeBack.health, maxUnhealthy, onUnhealthy, suspendRepairs },
            sources,
            access: accessTo(context, scaleSet),
            endpointCheck: { connectTo: terms.probe.connectTo, timeoutMs: terms.probe.timeoutMs },
            before,
            lateWritesUntilMs,
            isLockNeeded: false,
            undoTimeoutMs: 0,
            hasJudged: true,
            traces: noTraces({ isModelWritten: true }),
            troubled,
            commandedIds: new Set(),
        }),
        clock,
        signal,
        timeoutMs: NO_LIMIT_OF_ITS_OWN_MS,
        undoTimeoutMs: 0,
        // Half of a recovery is nearer to the end than where it began: it is taken up again.
        onFailure: () => 'stop',
        emit,
    }).finally(() => watch.watch.stop(signal));
    if (result.outcome === 'failed' && isToLookAgain(result)) {
        await seeAsItIs({ arm, clock, emit, release }, () => ({ ...troubled, ...before }), signal);
    }
    return result;
}

;// CONCATENATED MODULE: ./lib/strategies/scale-set/recovery/sources.js




/** A job that recovers before it releases has the settings of what it releases, and the release may be the same. */
function sourcesOf(scaleSet, { payload }, { previousSettings }, requested) {
    const previous = previousSettings === undefined ? {} : { previous: previousSettings };
    if (requested?.kind !== 'extension' || payload.kind !== 'extension') {
        return previous;
    }
    const { name, ...given } = requested;
    const extension = findExtension(scaleSet, name);
    if (extension === undefined) {
        return previous;
    }
    const settings = settingsWithScript(given, extension);
    const isSame = samePayload((0,payload_text/* recordedExtension */.cM)(extension.name, settings.settings, payload.forceUpdateTag), payload);
    return isSame ? { ...previous, payload: settings } : previous;
}

;// CONCATENATED MODULE: ./lib/strategies/scale-set/recovery/sweep.js



/** Where no release was interrupted: a lock that is over, which an older run has left. */
async function sweep({ arm, lease, signal, tellSettling }, scaleSetId, name) {
    const done = [];
    let isSwept = false;
    await changeTags(arm, scaleSetId, ({ tags }) => {
        const { lock } = (0,record_record/* readRecord */.aE)(tags);
        if (lock === undefined) {
            return undefined;
        }
        if (!(0,record_lock/* isOver */.PU)(lock, lease.owner, arm.epochMs())) {
            done.push(`${name} is locked ${(0,record_lock/* describeLock */.FD)(lock)}: "command: recover" sweeps it when that is over`);
            return undefined;
        }
        tellSettling('sweep');
        isSwept = true;
        done.push(`a lock that was over is removed from ${name}`);
        return (0,record_record/* withRecord */.q8)(tags, { lock: null });
    }, signal);
    return { isSwept, reason: [`no release of ${name} was interrupted`, ...new Set(done)].join('; ') };
}

;// CONCATENATED MODULE: ./lib/strategies/scale-set/recovery/standstill.js





/**
 * A recovery waits that long for late writes before anything is to be seen of it, and its first change has to arrive: it gets the
 * same time once more for that.
 */
const LONGEST_PAUSE_MS = 2 * late_writes/* LATE_WRITE_MS */.q;
/** A scale set may be read 36 times in three minutes, by all who read it. */
const LOOK_MS = 10_000;
/** Whoever works needs most of these, and nobody is in a hurry. */
const LOOK_AT_WORK_MS = 60_000;
const UNDER_WAY = ['Creating', 'Updating', 'Deleting'];
/** Whoever recovers a release has the lock, and is not who has begun it. */
function isOfRecovery(lock, journal) {
    return journal.lockId === lock.id && journal.run !== lock.owner;
}
/**
 * Waits until nothing has moved for longer than a recovery pauses that has just taken the lock, or until the lock is not what it
 * was. What hangs is outlasted, whoever began it.
 */
async function awaitStandstill(standstill, signal) {
    const { clock, lockId } = standstill;
    let last = await look(standstill, signal);
    let changedAtMs = clock.monotonicMs();
    let restingSinceMs = changedAtMs;
    let isAtWork = last.isUpdating;
    while (last.lockId === lockId &&
        clock.monotonicMs() - restingSinceMs < LONGEST_PAUSE_MS &&
        clock.monotonicMs() - changedAtMs < settled/* UNDO_PATIENCE_MS */.m) {
        await clock.sleep(isAtWork ? LOOK_AT_WORK_MS : LOOK_MS, signal);
        const now = await look(standstill, signal);
        const nowMs = clock.monotonicMs();
        changedAtMs = now.text === last.text ? changedAtMs : nowMs;
        isAtWork = now.text !== last.text || now.isUpdating;
        restingSinceMs = isAtWork ? nowMs : restingSinceMs;
        last = now;
    }
}
async function look({ arm, scaleSetId }, signal) {
    const [{ tags, properties }, reads] = await Promise.all([
        getScaleSet(arm, scaleSetId, signal),
        listInstances(arm, scaleSetId, signal),
    ]);
    const { lock, journal, release } = (0,record_record/* readRecord */.aE)(tags);
    const instances = reads.map(({ instanceId, properties: { provisioningState, latestModelApplied } }) => ({
        instanceId,
        provisioningState,
        latestModelApplied,
    }));
    return {
        lockId: lock?.id,
        text: JSON.stringify([journal, release, properties, instances]),
        isUpdating: [properties, ...instances].some(({ provisioningState }) => UNDER_WAY.includes(provisioningState ?? '')),
    };
}

;// CONCATENATED MODULE: ./lib/strategies/scale-set/recovery/take-over.js







/**
 * Takes the lock from the interrupted run, under the ETag, also while it binds: whoever runs `recover` says that its runner is
 * lost. Should it be alive, it looks at the lock before each batch, and stops. Of two who recover one gets it, and the other
 * one waits for it to be seen at rest: nobody has said that a recovery is lost which has only just begun.
 *
 * @throws LockedError, RecoveredMeanwhileError
 */
async function takeOver({ arm, lease, clock, tellSettling }, { scaleSetId, journal, lock: seen }, signal) {
    if (seen !== undefined && isOfRecovery(seen, journal) && !(0,record_lock/* isOver */.PU)(seen, lease.owner, arm.epochMs())) {
        await awaitStandstill({ arm, clock, scaleSetId, lockId: seen.id }, signal);
    }
    await changeTags(arm, scaleSetId, ({ id, name, tags }) => {
        const found = (0,record_record/* readRecord */.aE)(tags);
        const binds = found.lock !== undefined &&
            found.lock.id !== lease.id &&
            found.lock.id !== seen?.id &&
            !(0,record_lock/* isOver */.PU)(found.lock, lease.owner, arm.epochMs());
        if (found.lock !== undefined && binds) {
            throw new record_lock/* LockedError */.by(holderOf({ id, name }), found.lock, 'recovery');
        }
        if (found.journal === undefined || found.journal.startedAtEpochMs !== journal.startedAtEpochMs) {
            throw new come_too_late/* RecoveredMeanwhileError */.ki(name, { productionAddresses: [], scaleSetId: id });
        }
        const lock = found.lock?.id === lease.id ? found.lock : (0,record_lease/* lockOf */.V)(lease, clock.monotonicMs(), arm.epochMs());
        tellSettling('recovery');
        return (0,record_record/* withRecord */.q8)(tags, { lock, journal: { ...found.journal, lockId: lease.id } });
    }, signal);
}

;// CONCATENATED MODULE: ./lib/strategies/scale-set/recovery/index.js

















/**
 * Brings an interrupted half of a release to its end, or takes the whole release back, by what the tags say and by Azure as it
 * is. Safe to run at any time, and by several people at once: one of them gets the lock.
 *
 * @param requested what the job releases that recovers before it does so.
 */
async function prepareScaleSetRecovery(context, takeBack, terms, recoverTo, requested) {
    const { clock } = context;
    const { scaleSetId } = takeBack;
    const scaleSet = await readScaleSet(context, scaleSetId);
    const subject = { productionAddresses: [], scaleSetId: scaleSet.id };
    const { tags = {} } = scaleSet;
    if ((0,record_journal/* hasJournal */.w)(tags) || (0,open_release/* hasOpenRelease */._m)(tags)) {
        context.tellSubject(subject);
    }
    const { lock, journal, release: open } = (0,record_record/* readRecord */.aE)(tags);
    if (journal === undefined) {
        const { isSwept, reason } = await sweep(context, scaleSetId, scaleSet.name);
        return { kind: isSwept ? 'swept' : 'nothing', subject, reason };
    }
    if (open === undefined) {
        throw new refused_error/* RefusedError */.f(`The journal of scale set "${scaleSet.name}" tells of a release whose own tags are gone: what it was to bring, and what there was ` +
            'before, is not known. See how the instances are with "command: status", put them in order by hand, and remove the tags ' +
            'that begin with azure-rollout-journal.');
    }
    const release = readRelease(scaleSetId, open);
    const sources = sourcesOf(scaleSet, release, takeBack, requested);
    const seen = { scaleSetId, journal, lock };
    return {
        kind: 'ready',
        subject,
        async run({ signal, ...limit }) {
            const deadline = {
                clock,
                signal,
                ...limit,
                subject: 'the recovery; the interrupted release is not at its end',
                reasonOf: (message) => new recovery_timeout_error/* RecoveryTimeoutError */.Z(message),
            };
            let recovered;
            try {
                recovered = await (0,engine_deadline/* withDeadline */.N)(deadline, async (limited) => {
                    await takeOver(context, seen, limited);
                    const lateWritesUntilMs = clock.monotonicMs() + late_writes/* LATE_WRITE_MS */.q;
                    const recovery = { takeBack, terms, recoverTo, journal, sources, lateWritesUntilMs };
                    return carryOut({ ...context, signal: limited }, recovery);
                });
                if (recovered.result.outcome === 'interrupted') {
                    await seeAsItIs({ ...context, release }, judgedByTags(release), signal);
                }
                await seeWhoHas(context, release, recovered.result, signal);
                return recovered;
            }
            catch (error) {
                if (!(error instanceof come_too_late/* RecoveredMeanwhileError */.ki)) {
                    await seeAsItIs({ ...context, release }, judgedByTags(release), signal);
                }
                await seeWhoHas(context, release, { outcome: 'failed', error, undoErrors: [] }, signal);
                throw error;
            }
            finally {
                if (recovered?.result.outcome !== 'succeeded' || recovered.result.cleanUpErrors.length > 0) {
                    const isStopped = recovered !== undefined && isUnhealthy(recovered);
                    await giveUpLock(context, scaleSetId, isStopped, signal);
                }
            }
        },
    };
}

;// CONCATENATED MODULE: ./lib/strategies/scale-set/rollback.js





























/**
 * Rejects the open release, in whatever state it is, or takes back the last one that is over. Only a lock that binds is in its
 * way: a run that was killed half-way through a batch is what it is for.
 *
 * A release that was named is taken back while it is open, and not afterwards: the job that rejects a canary does not know
 * whether somebody else has promoted it since, or it has taken itself back.
 */
async function prepareRollback(context, { releaseId, ...takeBack }, terms) {
    const { arm, lease } = context;
    const scaleSet = await readScaleSet(context, takeBack.scaleSetId);
    const record = (0,record_record/* readRecord */.aE)(scaleSet.tags);
    const named = releaseId === undefined ? undefined : findNamed(scaleSet.name, record, releaseId);
    if (named !== undefined && named.kind !== 'open') {
        // Who works on another release is not to be waited for.
        const subject = { productionAddresses: [], scaleSetId: scaleSet.id };
        return { kind: 'no-change', subject, reason: reasonNotOpen(named) };
    }
    const { lock } = record;
    if (lock !== undefined && lock.id !== lease.id && !(0,record_lock/* isOver */.PU)(lock, lease.owner, arm.epochMs())) {
        const beside = record.journal === undefined ? 'nothing' : 'journal';
        return { kind: 'locked', holder: holderOf(scaleSet), lock, beside };
    }
    const observation = await observe(context, scaleSet);
    const production = await findProduction(context, scaleSet, terms.probe.url);
    const subject = {
        productionAddresses: production.kind === 'target' ? [production.address] : [],
        scaleSetId: scaleSet.id,
    };
    const found = releaseToTakeBack(takeBack.scaleSetId, observation);
    if (found.kind === 'nothing') {
        context.emit(instancesSeen(observation, context.clock));
        return { kind: 'no-change', subject, reason: found.reason };
    }
    const { release, open } = found;
    const judged = judgedByRecord(observation, release, open);
    context.emit(releaseSeen(release, { ...observation, judged }, context.clock));
    requireOwnModel(release, observation);
    requireWayBack(release, takeBack, observation);
    const reach = reachOf(open);
    const touched = touchedIds(observation.reads, release, reach);
    const { payload } = release;
    const instances = observation.reads.map((read) => toInstance(read, { scaleSet, payload }));
    const before = beforeRelease(instances, touched, open);
    const planned = planTakeBack({
        release,
        open,
        reach,
        touchedIds: touched,
        keptIds: keptFromTakingBack(observation.reads, release, reach),
        offIds: (0,power/* switchedOffIds */.nz)(observation.reads),
        suspends: suspendsRepairs(takeBack, observation.surroundings),
        leavesRecord: terms.leavesRecord,
        hasLast: record.last !== undefined,
        reason: open === undefined ? 'the last release is over' : `release ${release.releaseId} is open`,
    });
    const access = await checkAccess(context, {
        observation,
        release,
        before,
        steps: planned.steps,
        health: takeBack.health,
    });
    const plan = {
        ...planned,
        steps: withAskedInstances(planned.steps, {
            ...observation,
            ...takeBack,
            ...access,
            instances,
            before,
            takenBackIds: touched,
        }),
        unchecked: [...observation.unchecked, ...access.unchecked],
    };
    if (access.refusals.length > 0) {
        return { kind: 'refused', subject, plan, refusals: access.refusals };
    }
    const watch = await startWatch(context, production, terms);
    const work = rollback_workOf(context, takeBack, observation, { release, before }, terms, watch.watch);
    return {
        kind: 'ready',
        subject,
        release: releaseOf({
            context,
            plan: { ...plan, unchecked: [...plan.unchecked, ...watch.unchecked] },
            work,
            watch: watch.watch,
            // Half of a rollback is not put forwards again.
            canGoBack: false,
        }),
    };
}
function reasonNotOpen({ kind, explanation }) {
    return kind === 'finished'
        ? `${explanation}. A release that is over is taken back by command: rollback without release-id`
        : explanation;
}
/** @throws RefusedError where nothing tells what to take back. */
function releaseToTakeBack(scaleSetId, { scaleSet, record }) {
    if (record.release !== undefined) {
        return { kind: 'release', release: readRelease(scaleSetId, record.release), open: record.release };
    }
    const { last } = record;
    const unreadable = (0,last_run/* unreadableLast */.ir)(scaleSet.tags ?? {});
    if (unreadable !== null) {
        throw new refused_error/* RefusedError */.f(`No release is open on scale set "${scaleSet.name}", and what the last one has brought is not known: ${unreadable}. Roll back ` +
            'with the version that wrote it, or release the former payload with "command: run".');
    }
    if (last === undefined) {
        throw new refused_error/* RefusedError */.f(`No release is open on scale set "${scaleSet.name}", and it has no tag azure-rollout-last, which a finished release leaves ` +
            'unless record is none: what it had before is not known. Release the former payload with "command: run".');
    }
    if (last.kind !== 'run') {
        return { kind: 'nothing', reason: reasonTakenBack(scaleSet.name, last) };
    }
    return { kind: 'release', release: pastRelease(scaleSetId, scaleSet, last), open: undefined };
}
/** One release further back was not asked for. */
function reasonTakenBack(scaleSet, { kind, releaseId, run }) {
    const release = `the last release of ${scaleSet}${releaseId === undefined ? '' : `, ${releaseId},`}`;
    return kind === 'rollback'
        ? `${release} was taken back already, by ${run}; to go forwards again, or further back, use command: run`
        : `${release} has taken itself back, in ${run}: what was before it is there; to go further back, use command: run with the payload of then`;
}
/**
 * A release that is over, by what it has left.
 *
 * @throws RefusedError where the model has something else by now: to put that away is not what was asked for.
 */
function pastRelease(scaleSetId, scaleSet, { releaseId, previousTarget, target = '', finishedAtEpochMs, run }) {
    const subscriptionId = subscriptionOf(scaleSetId);
    const previous = (0,payload_text/* readPayloadText */.w_)(previousTarget, subscriptionId);
    const payload = (0,payload_text/* readPayloadText */.w_)(target, subscriptionId);
    if (previous === undefined || payload === undefined) {
        throw new refused_error/* RefusedError */.f(`The tag azure-rollout-last of scale set "${scaleSet.name}" names "${previousTarget}" as what it had before, to which this version ` +
            'cannot go back. Release the former payload with "command: run".');
    }
    const model = payloadOfModel(scaleSet, payload);
    if (!samePayload(model, payload) && !samePayload(model, previous)) {
        throw new refused_error/* RefusedError */.f(`The last release of scale set "${scaleSet.name}" brought ${describePayload(payload)} (${run}), and its model has ` +
            `${model === undefined ? 'nothing of the kind' : describePayload(model)} by now: somebody has changed it since, and a rollback would ` +
            'put that away. Release what it is to have with "command: run".');
    }
    const time = new Date(finishedAtEpochMs).toISOString().replace(/[-:]|\.\d+/g, '');
    return {
        scaleSetId,
        releaseId: releaseId ?? `back-from-${time}`,
        payload,
        previous,
        canaryIds: [],
        otherIds: [],
    };
}
/** @throws RefusedError */
function requireOwnModel(release, { scaleSet }) {
    const foreign = describeForeignModel(scaleSet, release);
    if (foreign !== undefined) {
        throw new refused_error/* RefusedError */.f(foreign);
    }
}
/** @throws RefusedError */
function requireWayBack({ previous, releaseId, payload }, { previousSettings }, { scaleSet }) {
    if (previous === undefined) {
        throw new refused_error/* RefusedError */.f(`What the instances of scale set "${scaleSet.name}" had before release ${releaseId} is not known, so it cannot be taken back. ` +
            `Finish it with "strategy: full-rollout" (${describePayload(payload)}).`);
    }
    const isInModel = samePayload(payloadOfModel(scaleSet, previous), previous);
    if (previous.kind === 'extension' && previousSettings === undefined && !isInModel) {
        throw new refused_error/* RefusedError */.f(`The former settings of extension "${previous.name}" are in no record, because they may be secret. Give them in ` +
            'previous-extension-settings and previous-extension-protected-settings to take the release back.');
    }
    const [mismatch] = isInModel ? [] : refusedPreviousSettings(previous, previousSettings);
    if (mismatch !== undefined) {
        throw new refused_error/* RefusedError */.f(mismatch);
    }
}
function rollback_workOf(context, { health, previousSettings }, { scaleSet, record }, { release, before }, { probe }, watch) {
    return {
        arm: context.arm,
        clock: context.clock,
        emit: context.emit,
        watch,
        lease: context.lease,
        release,
        terms: { health, maxUnhealthy: { kind: 'count', count: 0 }, onUnhealthy: 'stop', suspendRepairs: false },
        sources: previousSettings === undefined ? {} : { previous: previousSettings },
        access: accessTo(context, scaleSet),
        endpointCheck: { connectTo: probe.connectTo, timeoutMs: probe.timeoutMs },
        before,
        lateWritesUntilMs: record.journal === undefined ? Number.NEGATIVE_INFINITY : context.clock.monotonicMs() + late_writes/* LATE_WRITE_MS */.q,
        isLockNeeded: true,
        hasJudged: true,
        traces: noTraces({ isModelWritten: false }),
        troubled: noTrouble(),
        commandedIds: new Set(),
    };
}

// EXTERNAL MODULE: ./lib/engine/interrupted.js
var interrupted = __webpack_require__(3240);
;// CONCATENATED MODULE: ./lib/strategies/scale-set/settle.js

















/**
 * Brings a release to an end that was cancelled, or whose process was killed: taken back, or its clean-up finished. What takes
 * longer than `post` is given is left to `command: recover`, or `rollback`.
 *
 * @param previousSettings of an extension, which no saved state may hold.
 */
async function settleScaleSet(context, unsettled, previousSettings) {
    const { arm, clock, emit, lease } = context;
    const { timeoutMs, mayHaveLateWrites } = unsettled;
    const plan = planOfScaleSet(unsettled.plan);
    const release = (0,plan_steps/* releaseIn */.B8)(plan);
    const endsAtMs = clock.monotonicMs() + timeoutMs;
    const lateWritesUntilMs = clock.monotonicMs() + (mayHaveLateWrites ? late_writes/* LATE_WRITE_MS */.q : 0);
    const deadline = {
        clock,
        signal: new AbortController().signal,
        timeoutMs,
        subject: `what ARM says of the scale set, to settle "${plan.goal}"`,
        reasonOf: () => new hand_over/* HandOverError */.Yt(),
    };
    const scaleSet = await (0,engine_deadline/* withDeadline */.N)(deadline, async (signal) => {
        // A write on its way is seen only when it has arrived.
        await clock.sleep(lateWritesUntilMs - clock.monotonicMs(), signal);
        return whenArmIsWell(() => getScaleSet(arm, release.scaleSetId, signal));
    }).catch(async (error) => {
        await giveUpLock({ arm, clock, lease }, release.scaleSetId, false, AbortSignal.any([]));
        throw error;
    });
    const result = await (0,interrupted/* settleInterrupted */.iM)({
        ...unsettled,
        plan,
        direction: 'undo',
        performerOf: scaleSetPerformers({
            arm,
            clock,
            emit,
            watch: production_watch/* unwatched */.Ml,
            lease,
            release,
            terms: {
                health: { minHealthyTimeMs: 0, healthyDeadlineMs: 0 },
                maxUnhealthy: { kind: 'count', count: 0 },
                onUnhealthy: 'stop',
                suspendRepairs: false,
            },
            sources: previousSettings === undefined ? {} : { previous: previousSettings },
            access: accessTo({ arm }, scaleSet),
            endpointCheck: { connectTo: [], timeoutMs: 2_000 },
            before: beforeRelease([], [], undefined),
            lateWritesUntilMs,
            isLockNeeded: false,
            undoTimeoutMs: 0,
            hasJudged: false,
            traces: {
                ...noTraces({ isModelWritten: true }),
                isFoundUnhealthy: isFoundUnhealthy(unsettled),
                begunIds: new Set(unsettled.begunIds),
            },
            asFound: (0,plan_steps/* asFoundIn */.KW)(plan),
            troubled: noTrouble(),
            commandedIds: new Set(),
        }),
        clock,
        timeoutMs: endsAtMs - clock.monotonicMs(),
        emit,
    });
    // What it has lost it has seen by the model alone.
    if (isToLookAgain(result) || result.error instanceof run/* GoalLostError */.sk) {
        await seeAsItIs({ arm, clock, emit, release }, judgedByTags(release), AbortSignal.any([]));
    }
    await seeWhoHas({ arm, clock, emit, lease }, release, result, AbortSignal.any([]));
    if (result.outcome === 'failed' || result.cleanUpErrors.length > 0) {
        await giveUpLock({ arm, clock, lease }, release.scaleSetId, false, AbortSignal.any([]));
    }
    return result;
}
/** Nobody else takes back what this one leaves, so it asks for as long as it has time: each try is a minute of retries. */
async function whenArmIsWell(read) {
    for (;;) {
        try {
            return await read();
        }
        catch (error) {
            if (!(0,arm_error/* isTroubleOfArm */.FI)(error)) {
                throw error;
            }
        }
    }
}
/** Then the whole release was to be taken back, the work of former jobs included. */
function isFoundUnhealthy({ cause }) {
    return cause.kind === 'failed' && cause.failure.code === UNHEALTHY_INSTANCES;
}
/** `on-failure: stop`: all stays as it is, how that is is read, and whoever recovers need not wait for this run. */
async function leaveScaleSet(context, { plan, mayHaveLateWrites }) {
    const release = (0,plan_steps/* releaseIn */.B8)(planOfScaleSet(plan));
    const never = AbortSignal.any([]);
    await context.clock.sleep(mayHaveLateWrites ? late_writes/* LATE_WRITE_MS */.q : 0, never);
    await seeAsItIs({ ...context, release }, judgedByTags(release), never);
    await giveUpLock(context, release.scaleSetId, false, never);
}
/** @throws Error for the plan of another strategy, or of another version. */
function planOfScaleSet(plan) {
    const steps = plan.steps.filter(plan_steps/* isScaleSetStep */.RU);
    if (steps.length !== plan.steps.length) {
        throw new Error(`The interrupted plan "${plan.goal}" is not one of a scale set, so it cannot be undone here.`);
    }
    return { ...plan, steps };
}

;// CONCATENATED MODULE: ./lib/strategies/scale-set/status.js















/** How the instances are, and which release is open. Reads, and writes nothing. */
async function readScaleSetStatus(context, scaleSetId) {
    const { arm, signal } = context;
    const scaleSet = await readScaleSet(context, scaleSetId);
    const { tags = {}, name } = scaleSet;
    const record = recordOf(context, tags);
    const { open, planned } = status_releaseIn(scaleSetId, tags);
    const reads = await listInstances(arm, scaleSetId, signal);
    const compared = planned?.payload ?? payloadOfModel(scaleSet, { kind: 'image' });
    const judged = compared && judgedByRecord({ scaleSet, reads }, { payload: compared }, open);
    const status = {
        ...record,
        state: stateOf(record, open),
        scaleSet: name,
        resourceGroup: (0,resource_id/* resourceGroupOf */.Tp)(scaleSetId) ?? '',
        image: (0,image_reference/* describeImage */.hu)(imageOf(scaleSet)),
        upgradeMode: scaleSet.properties.upgradePolicy?.mode ?? 'Manual',
        release: open === undefined
            ? null
            : {
                ...open,
                protectedIds: open.protectedIds.filter((id) => status_isProtected(reads, id)),
                model: planned === undefined ? null : modelOfRelease(scaleSet, planned),
                ageSeconds: Math.round((arm.epochMs() - open.openedAtEpochMs) / 1000),
            },
        instances: reads.map((read) => seenInstance(read, compared && toInstance(read, { scaleSet, payload: compared }), {
            scaleSet,
            canaryIds: open?.canaryIds ?? [],
            isReleased: open !== undefined,
            judged,
        })),
    };
    return { status, subject: { productionAddresses: [], scaleSetId: scaleSet.id } };
}
/** The record is written before the protection, so that alone it may say what is not so. */
function status_isProtected(reads, id) {
    return reads.some(({ instanceId, properties }) => instanceId === id && properties.protectionPolicy?.protectFromScaleIn === true);
}
function status_releaseIn(scaleSetId, tags) {
    try {
        const open = (0,open_release/* readOpenRelease */.wK)(tags);
        return open === undefined ? {} : { open, planned: readRelease(scaleSetId, open) };
    }
    catch {
        // The row of the interrupted run says why it cannot be read.
        return {};
    }
}
function recordOf({ arm, lease }, tags) {
    const lock = (0,record_lock/* readLock */.mF)(tags);
    return {
        last: (0,last_run/* readLastRun */.GJ)(tags) ?? null,
        lastProblem: (0,last_run/* unreadableLast */.ir)(tags),
        lock: lock === undefined ? null : { ...lock, isOver: (0,record_lock/* isOver */.PU)(lock, lease.owner, arm.epochMs()) },
        ...status_journalOf(tags),
    };
}
function status_journalOf(tags) {
    try {
        (0,open_release/* readOpenRelease */.wK)(tags);
        const journal = (0,record_journal/* readJournal */.a0)(tags);
        if (journal === undefined) {
            return { interrupted: null, problem: null };
        }
        const { entries, ...head } = journal;
        return { interrupted: head, problem: null };
    }
    catch (error) {
        return { interrupted: null, problem: (0,failure/* toFailure */.w)(error).message };
    }
}
function stateOf({ lock, interrupted, problem }, open) {
    if (lock !== null && !lock.isOver) {
        return 'locked';
    }
    if (interrupted !== null || problem !== null) {
        return 'interrupted';
    }
    if (open !== undefined) {
        return 'open';
    }
    return lock === null ? 'idle' : 'orphaned';
}

;// CONCATENATED MODULE: ./lib/strategies/scale-set/unlock.js





/**
 * Takes the lock away, whoever has it, and nothing else: what its owner had begun stays in the tags. An owner that is alive
 * stops before its next batch.
 */
async function unlockScaleSet({ arm, signal }, scaleSetId) {
    const { name, tags = {} } = await getScaleSet(arm, scaleSetId, signal);
    const meant = (0,record_lock/* readLock */.mF)(tags);
    if (meant === undefined) {
        return { unlocked: [], unchecked: [] };
    }
    await changeTags(arm, scaleSetId, (scaleSet) => {
        const lock = (0,record_lock/* readLock */.mF)(scaleSet.tags ?? {});
        if (lock !== undefined && lock.id !== meant.id) {
            throw new record_lock/* LockedError */.by(holderOf(scaleSet), lock, 'unlocking');
        }
        return lock === undefined ? undefined : (0,record_record/* withRecord */.q8)(scaleSet.tags, { lock: null });
    }, signal);
    return { unlocked: [`"${name}" was locked ${(0,record_lock/* describeLock */.FD)(meant)}`], unchecked: [] };
}

;// CONCATENATED MODULE: ./lib/strategies/scale-set/index.js









/** Strategies `canary-percent` and `full-rollout`: instances of a scale set shall have another payload. */
function scaleSetRelease(goal, terms) {
    return {
        ...recoverableScaleSet(goal, terms, goal.payload),
        prepare: (context) => prepareRelease(context, goal, terms),
    };
}
/** The open release is rejected, or the last one taken back. */
function scaleSetRollback(goal, terms) {
    return {
        ...recoverableScaleSet(goal, terms),
        prepare: (context) => prepareRollback(context, goal, terms),
    };
}
/** @param requested what the job that recovers first is about to release. */
function recoverableScaleSet(takeBack, terms, requested) {
    return {
        holderCount: 1,
        // Compute refills twelve reads of a scale set a minute, for the owner of the lock and for all who wait.
        lockLookMs: 60_000,
        async boundLocks(context) {
            const scaleSet = await readScaleSet(context, takeBack.scaleSetId);
            const found = hindranceOf(scaleSet, (0,record_record/* readRecord */.aE)(scaleSet.tags), context);
            return found?.kind === 'locked' ? [found] : [];
        },
        prepareRecovery: (context, recoverTo) => prepareScaleSetRecovery(context, takeBack, terms, recoverTo, requested),
    };
}


/***/ })

};

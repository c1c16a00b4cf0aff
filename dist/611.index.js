export const id = 611;
export const ids = [611];
export const modules = {

/***/ 6121:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   v: () => (/* binding */ ForeignChangeError)
/* harmony export */ });
/** Somebody else has changed the very field that was to be changed. */
class ForeignChangeError extends Error {
    name = 'ForeignChangeError';
    code = 'ForeignChange';
}


/***/ }),

/***/ 819:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   GY: () => (/* binding */ holdsFor),
/* harmony export */   Od: () => (/* binding */ scopeOf),
/* harmony export */   _5: () => (/* binding */ READ_LOCKS),
/* harmony export */   dB: () => (/* binding */ listLocks)
/* harmony export */ });
/* harmony import */ var _scopes_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(4670);

const LOCKS_API_VERSION = '2020-05-01';
const LOCK_PATH = '/providers/Microsoft.Authorization/locks';
/** The action that `listLocks` needs. */
const READ_LOCKS = 'Microsoft.Authorization/locks/read';
/**
 * ManagementLocks_ListByScope: without a filter ARM lists the locks at the scope, below it, and those it inherits.
 *
 * @throws ArmError when refused.
 */
async function listLocks(arm, scope, signal) {
    return (await arm.list(`${scope}${LOCK_PATH}`, LOCKS_API_VERSION, signal));
}
/** What the lock was put on: a resource, a resource group or a subscription. */
function scopeOf(lock) {
    const end = lock.id.toLowerCase().lastIndexOf(LOCK_PATH.toLowerCase());
    return end === -1 ? lock.id : lock.id.slice(0, end);
}
/** Whether the lock holds for a resource: it was put on the resource itself, or on a scope that contains it. */
function holdsFor(lock, resourceId) {
    return (0,_scopes_js__WEBPACK_IMPORTED_MODULE_0__/* .isWithin */ .UO)(resourceId, scopeOf(lock));
}


/***/ }),

/***/ 9614:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   c1: () => (/* binding */ listLoadBalancers),
/* harmony export */   df: () => (/* binding */ frontendsOf),
/* harmony export */   n$: () => (/* binding */ getLoadBalancer),
/* harmony export */   yc: () => (/* binding */ getSettled)
/* harmony export */ });
/* harmony import */ var _settled_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9130);
/* harmony import */ var _network_api_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(3689);


async function getLoadBalancer(arm, id, signal) {
    return (await arm.get(id, _network_api_js__WEBPACK_IMPORTED_MODULE_1__/* .NETWORK_API_VERSION */ .N, signal));
}
async function listLoadBalancers(arm, scope, signal) {
    const path = `${scope}/providers/Microsoft.Network/loadBalancers`;
    return (await arm.list(path, _network_api_js__WEBPACK_IMPORTED_MODULE_1__/* .NETWORK_API_VERSION */ .N, signal));
}
function frontendsOf(loadBalancer) {
    return loadBalancer.properties.frontendIPConfigurations ?? [];
}
/** @param patienceMs as of `untilSettled`. */
function getSettled(arm, id, signal, patienceMs) {
    return (0,_settled_js__WEBPACK_IMPORTED_MODULE_0__/* .untilSettled */ .Q)(arm, () => getLoadBalancer(arm, id, signal), signal, patienceMs);
}


/***/ }),

/***/ 3689:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   N: () => (/* binding */ NETWORK_API_VERSION)
/* harmony export */ });
/**
 * The newest api-version that the pinned `@azure/arm-network` speaks. A read-modify-write with an older one would read a
 * body without the properties that came later, and write it back without them.
 */
const NETWORK_API_VERSION = '2026-01-01';


/***/ }),

/***/ 1101:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   I_: () => (/* binding */ deletePublicIpAddress),
/* harmony export */   bg: () => (/* binding */ createPublicIpAddress),
/* harmony export */   hp: () => (/* binding */ listPublicIpAddresses),
/* harmony export */   tG: () => (/* binding */ getPublicIpAddress),
/* harmony export */   yL: () => (/* binding */ findPublicIpAddress)
/* harmony export */ });
/* harmony import */ var _arm_arm_error_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(911);
/* harmony import */ var _settled_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(9130);
/* harmony import */ var _network_api_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(3689);



async function getPublicIpAddress(arm, id, signal) {
    return (await arm.get(id, _network_api_js__WEBPACK_IMPORTED_MODULE_2__/* .NETWORK_API_VERSION */ .N, signal));
}
/** PublicIPAddresses_List of a resource group, or PublicIPAddresses_ListAll of a subscription. @throws ArmError when refused. */
async function listPublicIpAddresses(arm, scope, signal) {
    const path = `${scope}/providers/Microsoft.Network/publicIPAddresses`;
    return (await arm.list(path, _network_api_js__WEBPACK_IMPORTED_MODULE_2__/* .NETWORK_API_VERSION */ .N, signal));
}
/** As `getPublicIpAddress`; undefined where there is none. */
async function findPublicIpAddress(arm, id, signal) {
    try {
        return await getPublicIpAddress(arm, id, signal);
    }
    catch (error) {
        if (error instanceof _arm_arm_error_js__WEBPACK_IMPORTED_MODULE_0__/* .ArmError */ .dW && error.status === 404) {
            return undefined;
        }
        throw error;
    }
}
/** PUT publicIPAddresses/{name}. Repeated where ARM did not say what became of it: the same body makes the same address. */
async function createPublicIpAddress(arm, id, template, signal) {
    const write = { method: 'PUT', path: id, apiVersion: _network_api_js__WEBPACK_IMPORTED_MODULE_2__/* .NETWORK_API_VERSION */ .N, body: template };
    await untilCertain(() => arm.write({ ...write, pace: 'as-told' }, signal), () => isMade(arm, id, signal));
}
async function isMade(arm, id, signal) {
    if ((await findPublicIpAddress(arm, id, signal)) === undefined) {
        return false;
    }
    const read = () => getPublicIpAddress(arm, id, signal);
    const { properties } = await (0,_settled_js__WEBPACK_IMPORTED_MODULE_1__/* .untilSettled */ .Q)(arm, read, signal, _settled_js__WEBPACK_IMPORTED_MODULE_1__/* .UNDO_PATIENCE_MS */ .m);
    return properties.provisioningState === 'Succeeded';
}
/** DELETE publicIPAddresses/{name}: 202 and a long-running operation; an address that is gone already is 204. */
async function deletePublicIpAddress(arm, id, pace, signal) {
    await untilCertain(() => arm.write({ method: 'DELETE', path: id, apiVersion: _network_api_js__WEBPACK_IMPORTED_MODULE_2__/* .NETWORK_API_VERSION */ .N, pace }, signal), async () => (await findPublicIpAddress(arm, id, signal)) === undefined);
}
const MOST_TRIES = 4;
/**
 * Repeats a write whose fate is unknown only where the live state shows that it did not happen. What has superseded it is the same
 * write by us, whose connection was cut and which ARM has had late: nobody else knows the name of what we make.
 */
async function untilCertain(write, hasHappened) {
    for (let tries = 1;; tries += 1) {
        try {
            await write();
            return;
        }
        catch (error) {
            if (!isUnknown(error)) {
                throw error;
            }
            if (await hasHappened()) {
                return;
            }
            if (tries === MOST_TRIES) {
                throw error;
            }
        }
    }
}
function isUnknown(error) {
    return error instanceof _arm_arm_error_js__WEBPACK_IMPORTED_MODULE_0__/* .UncertainWriteError */ .ze || (error instanceof _arm_arm_error_js__WEBPACK_IMPORTED_MODULE_0__/* .ArmOperationError */ .Iv && error.isSuperseded);
}


/***/ }),

/***/ 5875:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Cb: () => (/* binding */ READ_PERMISSIONS),
/* harmony export */   NB: () => (/* binding */ allows),
/* harmony export */   zA: () => (/* binding */ listPermissions)
/* harmony export */ });
const PERMISSIONS_API_VERSION = '2022-04-01';
/** The action that `listPermissions` needs. */
const READ_PERMISSIONS = 'Microsoft.Authorization/permissions/read';
/**
 * What the caller may do at a scope, inherited assignments included. Deny assignments are not among the answer.
 *
 * @throws ArmError when refused.
 */
async function listPermissions(arm, scope, signal) {
    const path = `${scope}/providers/Microsoft.Authorization/permissions`;
    return (await arm.list(path, PERMISSIONS_API_VERSION, signal));
}
/** `notActions` take away only from the assignment they stand in: another assignment may grant the action all the same. */
function allows(permissions, action) {
    return permissions.some(({ actions = [], notActions = [] }) => actions.some((pattern) => matches(pattern, action)) &&
        !notActions.some((pattern) => matches(pattern, action)));
}
/** A `*` stands for any characters, `/` among them; letters are compared without case. */
function matches(pattern, action) {
    const parts = pattern.split('*').map((part) => RegExp.escape(part));
    return new RegExp(`^${parts.join('.*')}$`, 'i').test(action);
}


/***/ }),

/***/ 102:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   g: () => (/* binding */ regionName)
/* harmony export */ });
/** The name that ARM takes in paths: it answers `southcentralus`, and `South Central US` where that was written once. */
function regionName(location) {
    return location.replaceAll(' ', '').toLowerCase();
}


/***/ }),

/***/ 3621:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   C: () => (/* binding */ attempt),
/* harmony export */   K: () => (/* binding */ changeUntilSeen)
/* harmony export */ });
/* harmony import */ var _arm_retry_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1519);
/* harmony import */ var _write_race_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(5696);


/** Over half a minute, as for load balancers: within that an ARM that fails to answer recovers. */
const MOST_TRIES = 8;
/** What ARM has accepted and then failed is tried once more; a second failure is the answer. */
const MOST_FAILURES = 2;
/** A read may be behind the write that ARM has just said is done. */
const READ_LAG_MS = 2_000;
/**
 * Reads, writes where there is something to write, and reads again until it is there. After a write of which ARM did not
 * say what became, or that another writer came before, the live state decides.
 *
 * @returns the resource as it was when it had the change.
 * @throws what `requireOurs` throws; what `Arm.write` throws where another look does not help, or helped too seldom.
 */
async function changeUntilSeen(arm, change, signal) {
    let endedWell = false;
    let failures = 0;
    for (let tries = 1;; tries += 1) {
        let resource = await change.read();
        if (endedWell && !change.isThere(resource)) {
            await arm.pause(READ_LAG_MS, signal);
            resource = await change.read();
        }
        const isAtRest = change.stateOf === undefined || change.stateOf(resource) === 'Succeeded';
        const isCarriedOut = endedWell || (failures === 0 && isAtRest);
        if (isCarriedOut && change.isThere(resource)) {
            return resource;
        }
        change.requireOurs?.(resource);
        if (tries > MOST_TRIES) {
            throw new Error(`${change.subject} was written ${MOST_TRIES} times, and is not there.`);
        }
        const setback = await attempt(() => change.write(resource));
        endedWell = setback === undefined;
        failures += setback?.kind === 'failed' ? 1 : 0;
        if (setback !== undefined) {
            if (failures === MOST_FAILURES && change.stateOf === undefined) {
                return requireThere(await change.read(), change, setback.error);
            }
            if (tries === MOST_TRIES || failures === MOST_FAILURES) {
                throw setback.error;
            }
            await arm.pause((0,_arm_retry_js__WEBPACK_IMPORTED_MODULE_0__/* .backoffMs */ .jo)(tries), signal);
        }
    }
}
/** What fails each time, as an update of a sick instance does, has brought the value all the same, or is the answer. */
function requireThere(resource, { isThere }, error) {
    if (isThere(resource)) {
        return resource;
    }
    throw error;
}
/** @throws what is no setback. */
async function attempt(write) {
    try {
        await write();
        return undefined;
    }
    catch (error) {
        const kind = (0,_write_race_js__WEBPACK_IMPORTED_MODULE_1__/* .setbackOf */ .D)(error);
        if (kind === undefined) {
            throw error;
        }
        return { kind, error };
    }
}


/***/ }),

/***/ 9130:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Q: () => (/* binding */ untilSettled),
/* harmony export */   m: () => (/* binding */ UNDO_PATIENCE_MS)
/* harmony export */ });
/* harmony import */ var _arm_deadline_of_call_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8313);

/** For whoever cannot go on before it: nine of ten recorded updates had ended within 73 s. */
const UNDO_PATIENCE_MS = 90_000;
const LOOK_MS = 500;
/**
 * Reads until no operation is running on a resource.
 *
 * @param patienceMs after which it is taken as it is, `Updating`: ARM lets another update supersede one that hangs.
 * @param lookMs from one read to the next. A GET of Microsoft.Network is cheap, 10,000 in 5 minutes are allowed; one of
 *   Microsoft.Compute is not (`COMPUTE_LOOK_MS`).
 */
async function untilSettled(arm, read, signal, patienceMs = Number.POSITIVE_INFINITY, lookMs = LOOK_MS) {
    for (let waitedMs = 0;; waitedMs += lookMs) {
        const resource = await read();
        if (resource.properties.provisioningState !== 'Updating' || waitedMs >= patienceMs) {
            return resource;
        }
        await arm.pause(lookMs, signal).catch((error) => {
            throw (0,_arm_deadline_of_call_js__WEBPACK_IMPORTED_MODULE_0__/* .namingAwaited */ .U)(error, signal, () => `${resource.id}, on which an operation runs`);
        });
    }
}


/***/ }),

/***/ 8351:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   H: () => (/* binding */ changeTagsOf)
/* harmony export */ });
/* harmony import */ var _arm_retry_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1519);
/* harmony import */ var _seen_change_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(3621);


/** Over half a minute, as for load balancers: within that an ARM that fails to answer recovers. */
const MOST_TRIES = 8;
/**
 * Of two who want to write at the same time one gets through, and the other decides anew from what is there then.
 *
 * @param change decides from the resource as it is; undefined: it is none of ours, and stays; throws where nothing may be
 *   written. Called again after every write, whatever became of it.
 * @returns the resource as it was when there was nothing left to write: looked at after the last write, too.
 */
async function changeTagsOf(arm, tagged, change, signal) {
    let endedWell = false;
    for (let tries = 1;; tries += 1) {
        const resource = await tagged.read();
        const tags = change(resource);
        if (tags === undefined) {
            return resource;
        }
        if (sameTags(resource.tags, tags) && (await tagged.isAtRest(resource, endedWell))) {
            return resource;
        }
        const setback = await (0,_seen_change_js__WEBPACK_IMPORTED_MODULE_1__/* .attempt */ .C)(() => tagged.write(resource, tags));
        endedWell = setback === undefined;
        if (setback !== undefined) {
            if (tries === MOST_TRIES) {
                throw setback.error;
            }
            if (tries > 1) {
                await arm.pause((0,_arm_retry_js__WEBPACK_IMPORTED_MODULE_0__/* .backoffMs */ .jo)(tries), signal);
            }
        }
        if (tries > MOST_TRIES) {
            throw new Error(`The tags of ${tagged.id} were written ${tries} times, and are not what they were written to be.`);
        }
    }
}
function sameTags(left = {}, right) {
    const names = Object.keys(right);
    return (names.length === Object.keys(left).length &&
        names.every((name) => Object.hasOwn(left, name) && left[name] === right[name]));
}


/***/ }),

/***/ 5696:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   D: () => (/* binding */ setbackOf),
/* harmony export */   d: () => (/* binding */ isConflict)
/* harmony export */ });
/* harmony import */ var _arm_arm_error_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(911);

/** @returns undefined for what no other look can help against: a refusal, a time that is up, a run that is cancelled. */
function setbackOf(error) {
    if (error instanceof _arm_arm_error_js__WEBPACK_IMPORTED_MODULE_0__/* .UncertainWriteError */ .ze) {
        return 'uncertain';
    }
    if (error instanceof _arm_arm_error_js__WEBPACK_IMPORTED_MODULE_0__/* .ArmOperationError */ .Iv) {
        return error.isSuperseded ? 'raced' : 'failed';
    }
    return error instanceof _arm_arm_error_js__WEBPACK_IMPORTED_MODULE_0__/* .ArmError */ .dW && (error.status === 412 || isConflict(error)) ? 'raced' : undefined;
}
/** "The request failed due to conflict with a concurrent request", as Microsoft.Compute answers while another operation runs. */
function isConflict(error) {
    const isOfCompute = /\/providers\/Microsoft\.Compute\//i.test(error.facts.path);
    return isOfCompute && error.status === 409 && error.code === 'Conflict';
}


/***/ }),

/***/ 369:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  s$: () => (/* binding */ NoGoodAnswersError),
  hh: () => (/* binding */ startProber)
});

// UNUSED EXPORTS: ProberError

// EXTERNAL MODULE: external "node:worker_threads"
var external_node_worker_threads_ = __webpack_require__(5919);
// EXTERNAL MODULE: ./lib/engine/clock.js
var clock = __webpack_require__(1440);
// EXTERNAL MODULE: ./lib/probe/connect-to.js
var connect_to = __webpack_require__(4572);
;// CONCATENATED MODULE: ./lib/probe/good-answers.js
/**
 * Whether the latest answers are good enough. Only requests sent before `settledUntilMs`, all of which have come to their
 * end, are judged: a swallowed request is known as failed only seconds later, when good ones sent after it are long in.
 */
function haveGoodAnswers(samples, settledUntilMs, wanted) {
    const settled = samples
        .filter(({ sentAtMs }) => sentAtMs < settledUntilMs && (!('sinceMs' in wanted) || sentAtMs >= wanted.sinceMs))
        .sort((a, b) => a.sentAtMs - b.sentAtMs);
    const lastFailed = settled.findLastIndex(({ result }) => result.kind === 'failed');
    const good = settled.slice(lastFailed + 1);
    if ('count' in wanted)
        return good.length >= wanted.count;
    const first = good.at(0);
    const last = good.at(-1);
    return first !== undefined && last !== undefined && last.sentAtMs - first.sentAtMs >= wanted.steadyForMs;
}
function describeGoodAnswers(wanted) {
    return 'count' in wanted
        ? `${wanted.count} good answers in a row`
        : `good answers for ${wanted.steadyForMs / 1000} s without a failure`;
}

;// CONCATENATED MODULE: ./lib/probe/prober.js




/** The prober itself broke: nothing is known of the time since its last sample. */
class ProberError extends Error {
    name = 'ProberError';
}
/** Production was not seen to answer as it should. */
class NoGoodAnswersError extends Error {
    name = 'NoGoodAnswersError';
}
/** Beyond the longest request: what the worker may need to notice its own end. */
const stopGraceMs = 2000;
/** A cancelled process has five seconds in all, and a write that is on its way has four of them. */
const cutGraceMs = 500;
/** Starts probing in a thread of its own, so that nothing the action does can delay a request. */
async function startProber(options) {
    const { target, intervalMs, timeoutMs, expect, versionMarker, connectTo } = options;
    const endpoint = (0,connect_to/* endpointOf */.X5)(target, connectTo);
    const question = { protocol: target.protocol, url: target.url, endpoint, timeoutMs, expect };
    const workerData = {
        azureRolloutProbe: {
            question: versionMarker === undefined ? question : { ...question, versionMarker },
            intervalMs,
        },
    };
    const worker = new external_node_worker_threads_.Worker(options.workerEntry, { workerData, name: 'prober', execArgv: [] });
    const prober = new WorkerProber(worker, options);
    await prober.started();
    return prober;
}
class WorkerProber {
    #worker;
    #options;
    #samples = [];
    #started = Promise.withResolvers();
    #exited = Promise.withResolvers();
    /** Called whenever something was reported or the thread has ended. */
    #watchers = new Set();
    #settledUntilMs = Number.NEGATIVE_INFINITY;
    #failure;
    #stopping;
    #isStopped = false;
    constructor(worker, options) {
        this.#worker = worker;
        this.#options = options;
        worker.on('message', (report) => this.#receive(report));
        worker.on('error', (error) => this.#fail(String(error)));
        worker.on('exit', (code) => {
            if (!this.#isStopped)
                this.#fail(`its thread ended with exit code ${code}`);
            this.#exited.resolve();
        });
    }
    started() {
        return this.#started.promise;
    }
    samples() {
        if (this.#failure !== undefined)
            throw this.#failure;
        return this.#samples;
    }
    async waitForGoodAnswers(wanted, deadlineMs, signal) {
        signal.throwIfAborted();
        const { promise, resolve, reject } = Promise.withResolvers();
        const check = () => {
            if (this.#failure !== undefined)
                reject(this.#failure);
            else if (haveGoodAnswers(this.#samples, this.#settledUntilMs, wanted))
                resolve();
            else if (this.#isStopped)
                reject(this.#noGoodAnswers(wanted, 'before the prober was stopped'));
        };
        const giveUp = () => reject(this.#noGoodAnswers(wanted, 'in time'));
        const abort = () => reject(signal.reason);
        const timer = setTimeout(giveUp, Math.max(0, deadlineMs - clock/* systemClock */.m.monotonicMs()));
        signal.addEventListener('abort', abort, { once: true });
        this.#watchers.add(check);
        check();
        try {
            await promise;
        }
        finally {
            clearTimeout(timer);
            signal.removeEventListener('abort', abort);
            this.#watchers.delete(check);
        }
    }
    async stop(signal) {
        this.#stopping ??= this.#stop();
        const cut = () => this.#cut();
        signal?.addEventListener('abort', cut, { once: true });
        try {
            if (signal?.aborted)
                cut();
            await this.#stopping;
        }
        finally {
            signal?.removeEventListener('abort', cut);
        }
    }
    async #cut() {
        this.#order('cut');
        const timer = setTimeout(() => this.#abandon(), cutGraceMs);
        await this.#exited.promise;
        clearTimeout(timer);
    }
    #order(order) {
        this.#worker.postMessage(order);
    }
    async #stop() {
        this.#order('stop');
        const timer = setTimeout(() => this.#abandon(), this.#options.timeoutMs + stopGraceMs);
        await this.#exited.promise;
        clearTimeout(timer);
        if (this.#failure !== undefined)
            throw this.#failure;
    }
    /** A thread that does not even end when it is told to must not hold back the run, nor the process. */
    #abandon() {
        this.#fail('it did not stop when told to');
        void this.#worker.terminate();
        this.#worker.unref();
        this.#exited.resolve();
    }
    #receive(report) {
        const { emit, intervalMs, target, timeoutMs } = this.#options;
        switch (report.kind) {
            case 'started':
                emit({ type: 'probe-started', atMs: report.atMs, target, intervalMs, timeoutMs });
                this.#started.resolve();
                break;
            case 'seen':
                this.#samples.push(...report.samples);
                this.#settledUntilMs = report.settledUntilMs;
                for (const sample of report.samples)
                    emit({ type: 'probe-sample', atMs: sample.completedAtMs, sample });
                for (const fate of report.fates)
                    emit({ type: 'probe-connection', ...fate });
                break;
            case 'stopped':
                this.#isStopped = true;
                emit({ type: 'probe-stopped', atMs: report.atMs });
                break;
        }
        this.#notify();
    }
    #fail(cause) {
        if (this.#failure !== undefined)
            return;
        this.#failure = new ProberError(`The prober of ${this.#options.target.url} died: ${cause}. What production answered since is not known, ` +
            'so no downtime can be told.');
        this.#options.emit({ type: 'probe-failed', atMs: clock/* systemClock */.m.monotonicMs(), cause });
        this.#started.reject(this.#failure);
        this.#notify();
    }
    #notify() {
        for (const check of this.#watchers)
            check();
    }
    #noGoodAnswers(wanted, when) {
        const failures = this.#samples.flatMap(({ result }) => (result.kind === 'failed' ? [result.cause] : []));
        const last = failures.at(-1);
        return new NoGoodAnswersError(`${this.#options.target.url} did not give ${describeGoodAnswers(wanted)} ${when}: ` +
            `${failures.length} of ${this.#samples.length} requests failed${last === undefined ? '' : `, the last one with: ${last}`}. ` +
            'Check that production answers there, or name another address with probe-url.');
    }
}


/***/ }),

/***/ 1447:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   kA: () => (/* binding */ ask)
/* harmony export */ });
/* unused harmony exports ProbeTimeoutError, openRequest, exchange */
/* harmony import */ var node_events__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8474);
/* harmony import */ var node_http__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(7067);
/* harmony import */ var node_https__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(4708);
/* harmony import */ var node_net__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(7030);
/* harmony import */ var _connect_to_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(4572);
/* harmony import */ var _expectation_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(1412);
/* harmony import */ var _version_marker_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(6225);







/** No answer, or not all of it, in time. */
class ProbeTimeoutError extends Error {
    name = 'ProbeTimeoutError';
}
/**
 * A connection attempt that nobody answers is repeated by the kernel after one second (RFC 6298, 2.1). Waiting for that
 * would turn an outage shorter than the timeout into answers that were merely slow, and none would be told.
 */
const connectionLimitMs = 900;
const bodyLimitBytes = 64 * 1024;
/** Asks once, on a new connection, and judges the answer. Never rejects. */
async function ask(question) {
    try {
        return question.protocol === 'tcp' ? await connectOnce(question) : await getOnce(question);
    }
    catch (error) {
        return { kind: 'failed', cause: causeOf(error) };
    }
}
async function connectOnce({ endpoint, timeoutMs }) {
    const socket = node_net__WEBPACK_IMPORTED_MODULE_3__.connect(endpoint).on('error', ignore);
    const limitMs = Math.min(timeoutMs, connectionLimitMs);
    const timer = setTimeout(() => socket.destroy(noConnection(limitMs)), limitMs);
    try {
        await (0,node_events__WEBPACK_IMPORTED_MODULE_0__.once)(socket, 'connect');
        return { kind: 'good' };
    }
    finally {
        clearTimeout(timer);
        socket.destroy();
    }
}
async function getOnce(question) {
    const answer = await exchange(openRequest(question, false), question.timeoutMs);
    const unmet = (0,_expectation_js__WEBPACK_IMPORTED_MODULE_4__/* .unmetBecause */ .eg)(answer, question.expect);
    if (unmet !== undefined)
        return { kind: 'failed', cause: unmet, status: answer.status };
    const version = question.versionMarker && (0,_version_marker_js__WEBPACK_IMPORTED_MODULE_5__/* .readVersion */ .$)(answer, question.versionMarker);
    return { kind: 'good', status: answer.status, ...(version === undefined ? {} : { version }) };
}
/**
 * The address is connected to as it is, never looked up; host name, SNI and path are the URL's. A certificate is checked
 * against the host name where the URL has one. It is not where the URL has an address, which no certificate names:
 * Azure's HTTPS health probes do not check it either.
 */
function openRequest({ url, endpoint }, agent) {
    const { protocol, host, hostname, pathname, search } = new URL(url);
    const isAddress = (0,node_net__WEBPACK_IMPORTED_MODULE_3__.isIP)((0,_connect_to_js__WEBPACK_IMPORTED_MODULE_6__/* .withoutBrackets */ .o4)(hostname)) !== 0;
    const options = {
        agent,
        ...endpoint,
        path: pathname + search,
        headers: { host, 'user-agent': 'azure-rollout-probe', accept: '*/*' },
    };
    return protocol === 'https:'
        ? node_https__WEBPACK_IMPORTED_MODULE_2__.request({ ...options, servername: isAddress ? '' : hostname, rejectUnauthorized: !isAddress })
        : node_http__WEBPACK_IMPORTED_MODULE_1__.request(options);
}
/**
 * Sends the request and reads its answer, at most 64 KiB of the body. A redirect is an answer like any other.
 *
 * @throws ProbeTimeoutError where no complete answer has come within `timeoutMs`, else the error of the connection.
 */
async function exchange(request, timeoutMs) {
    let expire = () => request.destroy(noConnection(timeoutMs));
    const timer = setTimeout(() => expire(), timeoutMs);
    const stopLimit = limitConnection(request, Math.min(timeoutMs, connectionLimitMs));
    try {
        // A request goes on emitting errors after it was given up; without a listener they would end the worker.
        request.on('error', ignore).once('finish', () => {
            expire = () => request.destroy(new ProbeTimeoutError(`no answer within ${timeoutMs} ms`));
        });
        const response = await responseTo(request);
        expire = () => {
            response.destroy(new ProbeTimeoutError(`no complete answer within ${timeoutMs} ms`));
            return request;
        };
        return { status: response.statusCode ?? 0, headers: response.headers, ...(await readBody(response)) };
    }
    finally {
        clearTimeout(timer);
        stopLimit();
    }
}
/** @returns ends the limit; it ends by itself when the connection is made, or was there already. */
function limitConnection(request, limitMs) {
    const timer = setTimeout(() => request.destroy(noConnection(limitMs)), limitMs);
    const stop = () => clearTimeout(timer);
    request.once('socket', (socket) => (socket.connecting ? socket.once('connect', stop) : stop()));
    return stop;
}
function responseTo(request) {
    return new Promise((resolve, reject) => {
        request.once('response', resolve).once('error', reject).end();
        // An upgrade that nobody asked for closes the connection without an error and without a response.
        request.once('close', () => reject(new Error('connection closed')));
    });
}
async function readBody(response) {
    const chunks = [];
    let size = 0;
    for await (const chunk of response) {
        const bytes = Buffer.from(chunk);
        chunks.push(bytes);
        size += bytes.length;
        if (size > bodyLimitBytes)
            break;
    }
    const body = Buffer.concat(chunks).subarray(0, bodyLimitBytes).toString('utf8');
    return { body, isTruncated: size > bodyLimitBytes };
}
function noConnection(timeoutMs) {
    return new ProbeTimeoutError(`no connection within ${timeoutMs} ms`);
}
const causes = {
    ECONNREFUSED: 'connection refused',
    ECONNRESET: 'connection reset',
    ETIMEDOUT: 'connection timed out',
    EHOSTUNREACH: 'no route to the host',
    ENETUNREACH: 'no route to the network',
};
/** A few words for a table; the socket errors of Node name addresses and system calls as well. */
function causeOf(error) {
    if (!(error instanceof Error))
        return String(error);
    const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
    return causes[code] ?? error.message;
}
function ignore() { }


/***/ }),

/***/ 51:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   i: () => (/* binding */ InterruptedReleaseError),
/* harmony export */   t: () => (/* binding */ UnclosedReleaseError)
/* harmony export */ });
/* harmony import */ var _journal_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(2634);
/* harmony import */ var _record_holder_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(8975);


/** A release was begun and neither finished nor undone; nobody works on it any more. */
class InterruptedReleaseError extends Error {
    name = 'InterruptedReleaseError';
    code = 'InterruptedRelease';
    journal;
    constructor(holder, journal) {
        const { strategy, method, startedAtEpochMs } = journal;
        super(`A ${strategy} of "${holder.name}" by ${method}, begun at ${new Date(startedAtEpochMs).toISOString()} by ${(0,_journal_js__WEBPACK_IMPORTED_MODULE_0__/* .begunBy */ .fM)(journal)}, was ` +
            `interrupted, and neither finished nor undone. Run "command: recover" with ${(0,_record_holder_js__WEBPACK_IMPORTED_MODULE_1__/* .namingText */ .K)(holder)} to bring ` +
            'it to an end (recover-to: finish, undo or auto), or set on-interrupted: recover and run this again.');
        this.journal = journal;
    }
}
/** An interrupted release that was brought to where it was to go, and whose journal is there still: what came after it failed. */
class UnclosedReleaseError extends Error {
    name = 'UnclosedReleaseError';
    code = 'UnclosedRelease';
    constructor(holder, causes) {
        const reasons = causes.map((cause) => (cause instanceof Error ? cause.message : String(cause)));
        super(`The interrupted release of "${holder.name}" was brought to an end, and its record could not be closed: ${reasons.join(' ')} ` +
            `What this run was to do was not begun. Remove the cause, and run "command: recover" with ${(0,_record_holder_js__WEBPACK_IMPORTED_MODULE_1__/* .namingText */ .K)(holder)}.`);
    }
}


/***/ }),

/***/ 5117:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Fn: () => (/* binding */ lastRunTags),
/* harmony export */   GJ: () => (/* binding */ readLastRun),
/* harmony export */   XK: () => (/* binding */ hasLast),
/* harmony export */   cw: () => (/* binding */ namesEarlierAttempt),
/* harmony export */   gZ: () => (/* binding */ namesRun),
/* harmony export */   gl: () => (/* binding */ isOneRun),
/* harmony export */   ir: () => (/* binding */ unreadableLast),
/* harmony export */   xo: () => (/* binding */ LAST)
/* harmony export */ });
/* harmony import */ var _attempt_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(2672);
/* harmony import */ var _numbered_tags_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8063);


const LAST = 'azure-rollout-last';
const FORM = /^v1 (?<time>\S+Z) (?<kind>run|rollback|undoing) of (?<strategy>\S+) by (?<method>\S+?)(?:, release (?<release>[^\s,]+),)? from (?<from>\S+?)(?: to (?<to>\S+))?(?: with (?<companions>\S+)| (?<alone>alone))?, (?:(?<seconds>[\d.]+) s down(?<arm> \(ARM\))?|unmeasured), (?<run>.*)$/;
function lastRunTags(last) {
    const { finishedAtEpochMs, kind, strategy, method, releaseId, previousTarget, target, companions, downtime, run, } = last;
    const time = new Date(finishedAtEpochMs).toISOString();
    const release = releaseId === undefined ? '' : `, release ${releaseId},`;
    const to = target === undefined ? '' : ` to ${target}`;
    const head = `v1 ${time} ${kind} of ${strategy} by ${method}${release} from ${previousTarget}${to}${companionsText(companions)}, ${downtimeText(downtime)}, `;
    return (0,_numbered_tags_js__WEBPACK_IMPORTED_MODULE_0__/* .toTags */ .LZ)(LAST, `${head}${shortened(run, _numbered_tags_js__WEBPACK_IMPORTED_MODULE_0__/* .LONGEST_VALUE */ .PE - head.length)}`);
}
function companionsText(companions) {
    if (companions === undefined) {
        return '';
    }
    return companions.length === 0 ? ' alone' : ` with ${companions.join(',')}`;
}
function downtimeText(downtime) {
    if (downtime === null) {
        return 'unmeasured';
    }
    return `${downtime.seconds.toFixed(3)} s down${downtime.source === 'control-plane' ? ' (ARM)' : ''}`;
}
const CUT = '...';
/** Room for `.../runs/12345678901/attempts/1`. */
const LEAST_ROOM = 32;
/**
 * So that one tag is enough: the way back needs all of the previous target, and the end of a URL tells one run from another.
 * Where names leave no room even for that, all of it goes on in a second tag.
 */
function shortened(run, room) {
    if (run.length <= room || room < LEAST_ROOM) {
        return run;
    }
    const end = run.slice(CUT.length - room);
    return `${CUT}${end.slice(Math.max(0, end.indexOf('/')))}`;
}
/** Whether it is this run that did it, whose URL may have been too long. */
function namesRun(last, run) {
    return last.run.startsWith(CUT) ? run.endsWith(last.run.slice(CUT.length)) : last.run === run;
}
/** Whether one run has left both, each with its own room for the URL. */
function isOneRun(left, right) {
    return namesRun(left, right.run) || namesRun(right, left.run);
}
/** Whether an earlier attempt of this workflow run did it. */
function namesEarlierAttempt(last, run) {
    const [theirs, ours] = [(0,_attempt_js__WEBPACK_IMPORTED_MODULE_1__/* .attemptOf */ .t)(last.run), (0,_attempt_js__WEBPACK_IMPORTED_MODULE_1__/* .attemptOf */ .t)(run)];
    return (theirs !== undefined &&
        ours !== undefined &&
        theirs.attempt < ours.attempt &&
        namesRun({ run: theirs.run }, ours.run));
}
/** Also one that this version cannot read. */
function hasLast(tags) {
    return (0,_numbered_tags_js__WEBPACK_IMPORTED_MODULE_0__/* .fromTags */ .y8)(tags, LAST) !== undefined;
}
/** What there is to say of a tag that is there, and that this version cannot read; null: it can, or there is none. */
function unreadableLast(tags) {
    const text = (0,_numbered_tags_js__WEBPACK_IMPORTED_MODULE_0__/* .fromTags */ .y8)(tags, LAST);
    return text === undefined || readLastRun(tags) !== undefined
        ? null
        : `the tag ${LAST} is "${text}", which this version cannot read`;
}
/** Undefined also for what a newer version wrote, or a hand: nothing depends on it but the way back. See `unreadableLast`. */
function readLastRun(tags) {
    const parts = FORM.exec((0,_numbered_tags_js__WEBPACK_IMPORTED_MODULE_0__/* .fromTags */ .y8)(tags, LAST) ?? '')?.groups;
    if (parts === undefined) {
        return undefined;
    }
    const { time = '', kind, strategy = '', method = '', release, from = '', to, companions, alone, seconds, arm, run = '', } = parts;
    const source = arm === undefined ? 'probe' : 'control-plane';
    return {
        finishedAtEpochMs: Date.parse(time),
        kind: kind === 'rollback' || kind === 'undoing' ? kind : 'run',
        strategy,
        method,
        ...(release === undefined ? {} : { releaseId: release }),
        previousTarget: from,
        ...(to === undefined ? {} : { target: to }),
        ...(companions === undefined ? {} : { companions: companions.split(',') }),
        ...(alone === undefined ? {} : { companions: [] }),
        downtime: seconds === undefined ? null : { seconds: Number(seconds), source },
        run,
    };
}


/***/ }),

/***/ 1219:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   V: () => (/* binding */ lockOf)
/* harmony export */ });
/**
 * @param nowMs `Clock.monotonicMs`
 * @param nowEpochMs by ARM's clock, the one that all runners share: theirs may be wrong by any amount.
 */
function lockOf({ id, owner, purpose, validUntilMs }, nowMs, nowEpochMs) {
    return { id, owner, purpose, expiresAtEpochMs: nowEpochMs + validUntilMs - nowMs };
}


/***/ }),

/***/ 7357:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   _m: () => (/* binding */ hasOpenRelease),
/* harmony export */   bu: () => (/* binding */ openReleaseTags),
/* harmony export */   g2: () => (/* binding */ RELEASE),
/* harmony export */   wK: () => (/* binding */ readOpenRelease)
/* harmony export */ });
/* unused harmony export UnreadableReleaseError */
/* harmony import */ var _numbered_tags_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8063);

const RELEASE = 'azure-rollout-release';
/** `v1 2026-11-26-46d6718b by canary-percent since 2026-11-26T03:14:15.123Z` */
const HEAD = /^v1 (?<id>\S+) by (?<strategy>\S+) since (?<time>\S+Z)$/;
const SUSPENDED = 'suspended';
function openReleaseTags(release) {
    const { id, strategy, openedAtEpochMs, run, previousPayload, payload } = release;
    const since = new Date(openedAtEpochMs).toISOString();
    return {
        ...(0,_numbered_tags_js__WEBPACK_IMPORTED_MODULE_0__/* .toTags */ .LZ)(RELEASE, `v1 ${id} by ${strategy} since ${since}`),
        ...(0,_numbered_tags_js__WEBPACK_IMPORTED_MODULE_0__/* .toTags */ .LZ)(`${RELEASE}-run`, run),
        ...(0,_numbered_tags_js__WEBPACK_IMPORTED_MODULE_0__/* .toTags */ .LZ)(`${RELEASE}-previous`, previousPayload),
        ...(0,_numbered_tags_js__WEBPACK_IMPORTED_MODULE_0__/* .toTags */ .LZ)(`${RELEASE}-payload`, payload),
        ...idTags(`${RELEASE}-canaries`, release.canaryIds),
        ...idTags(`${RELEASE}-others`, release.otherIds),
        ...idTags(`${RELEASE}-sick-before`, release.sickIds),
        ...idTags(`${RELEASE}-protected`, release.protectedIds),
        ...(release.hasSuspendedRepairs ? (0,_numbered_tags_js__WEBPACK_IMPORTED_MODULE_0__/* .toTags */ .LZ)(`${RELEASE}-repairs`, SUSPENDED) : {}),
    };
}
/** An open release that this version cannot read: it may be neither finished nor taken back by it, and none begun beside it. */
class UnreadableReleaseError extends Error {
    name = 'UnreadableReleaseError';
    code = 'UnreadableRelease';
}
/** Whether there is one, though it cannot be read. */
function hasOpenRelease(tags) {
    return (0,_numbered_tags_js__WEBPACK_IMPORTED_MODULE_0__/* .fromTags */ .y8)(tags, RELEASE) !== undefined;
}
/** @throws UnreadableReleaseError for the release of a newer version, or one that was changed by hand. */
function readOpenRelease(tags) {
    const head = (0,_numbered_tags_js__WEBPACK_IMPORTED_MODULE_0__/* .fromTags */ .y8)(tags, RELEASE);
    if (head === undefined) {
        return undefined;
    }
    const parts = HEAD.exec(head)?.groups;
    const openedAtEpochMs = Date.parse(parts?.time ?? '');
    if (parts?.id === undefined || parts.strategy === undefined || Number.isNaN(openedAtEpochMs)) {
        throw unreadable(RELEASE, head);
    }
    return {
        id: parts.id,
        strategy: parts.strategy,
        openedAtEpochMs,
        run: (0,_numbered_tags_js__WEBPACK_IMPORTED_MODULE_0__/* .fromTags */ .y8)(tags, `${RELEASE}-run`) ?? '',
        previousPayload: payloadIn(tags, `${RELEASE}-previous`),
        payload: payloadIn(tags, `${RELEASE}-payload`),
        canaryIds: idsIn(tags, `${RELEASE}-canaries`),
        otherIds: idsIn(tags, `${RELEASE}-others`),
        sickIds: idsIn(tags, `${RELEASE}-sick-before`),
        protectedIds: idsIn(tags, `${RELEASE}-protected`),
        hasSuspendedRepairs: readSuspended(tags),
    };
}
function unreadable(name, text) {
    return new UnreadableReleaseError(`The tag ${name} ${text === undefined ? 'is missing' : `is "${text}"`}, which this version cannot read, so the release that ` +
        'it tells of can neither be finished nor taken back. Use the version that wrote it, or put the scale set in order by ' +
        `hand and remove the tags that begin with ${RELEASE}.`);
}
function payloadIn(tags, name) {
    const text = (0,_numbered_tags_js__WEBPACK_IMPORTED_MODULE_0__/* .fromTags */ .y8)(tags, name);
    if (text === undefined || !/^\S+$/.test(text)) {
        throw unreadable(name, text);
    }
    return text;
}
function readSuspended(tags) {
    const text = (0,_numbered_tags_js__WEBPACK_IMPORTED_MODULE_0__/* .fromTags */ .y8)(tags, `${RELEASE}-repairs`);
    if (text !== undefined && text !== SUSPENDED) {
        throw unreadable(`${RELEASE}-repairs`, text);
    }
    return text === SUSPENDED;
}
function idTags(name, ids) {
    return ids.length === 0 ? {} : (0,_numbered_tags_js__WEBPACK_IMPORTED_MODULE_0__/* .toTags */ .LZ)(name, toRanges(ids));
}
function idsIn(tags, name) {
    const text = (0,_numbered_tags_js__WEBPACK_IMPORTED_MODULE_0__/* .fromTags */ .y8)(tags, name);
    const ids = text === undefined ? [] : text.split(',').flatMap(fromRange);
    if (ids.some((id) => !/^\S+$/.test(id))) {
        throw unreadable(name, text);
    }
    return ids;
}
const NUMBER = /^(?:0|[1-9]\d{0,14})$/;
/** `0-4,7,web_1a2b`: numbers in ascending order, then names. */
function toRanges(ids) {
    const unique = [...new Set(ids)];
    const numbers = unique
        .filter((id) => NUMBER.test(id))
        .map(Number)
        .sort((left, right) => left - right);
    const runs = [];
    for (const number of numbers) {
        const last = runs.at(-1);
        if (last?.to === number - 1 && number - last.from < LONGEST_RANGE) {
            last.to = number;
        }
        else {
            runs.push({ from: number, to: number });
        }
    }
    const names = unique.filter((id) => !NUMBER.test(id)).sort();
    return [...runs.map(({ from, to }) => (from === to ? `${from}` : `${from}-${to}`)), ...names].join(',');
}
/** A scale set has 1,000 instances at most, but their numbers go up for ever: a range is never longer than that. */
const LONGEST_RANGE = 1_000;
function fromRange(part) {
    const [, from = '', to = ''] = /^(\d{1,15})-(\d{1,15})$/.exec(part) ?? [];
    const length = Number(to) - Number(from) + 1;
    if (from === '') {
        return [part];
    }
    return length >= 1 && length <= LONGEST_RANGE
        ? Array.from({ length }, (_, index) => String(Number(from) + index))
        : [''];
}


/***/ }),

/***/ 2472:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   R1: () => (/* binding */ excessTags),
/* harmony export */   aE: () => (/* binding */ readRecord),
/* harmony export */   q8: () => (/* binding */ withRecord)
/* harmony export */ });
/* harmony import */ var _journal_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(2634);
/* harmony import */ var _last_run_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(5117);
/* harmony import */ var _lock_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(7138);
/* harmony import */ var _numbered_tags_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(8063);
/* harmony import */ var _open_release_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(7357);





/** @throws UnreadableJournalError, UnreadableReleaseError */
function readRecord(tags = {}) {
    return {
        lock: (0,_lock_js__WEBPACK_IMPORTED_MODULE_1__/* .readLock */ .mF)(tags),
        journal: (0,_journal_js__WEBPACK_IMPORTED_MODULE_0__/* .readJournal */ .a0)(tags),
        release: (0,_open_release_js__WEBPACK_IMPORTED_MODULE_2__/* .readOpenRelease */ .wK)(tags),
        last: (0,_last_run_js__WEBPACK_IMPORTED_MODULE_3__/* .readLastRun */ .GJ)(tags),
    };
}
/** The tags with a changed record in them; what is not ours stays as it is, and so does what a newer version wrote. */
function withRecord(tags = {}, { lock, journal, release, last }) {
    return {
        ...without(tags, [
            ...(lock === undefined ? [] : [_lock_js__WEBPACK_IMPORTED_MODULE_1__/* .LOCK */ .YM]),
            ...(journal === undefined ? [] : [_journal_js__WEBPACK_IMPORTED_MODULE_0__/* .JOURNAL */ .Ex]),
            ...(release === undefined ? [] : [_open_release_js__WEBPACK_IMPORTED_MODULE_2__/* .RELEASE */ .g2]),
            ...(last === undefined ? [] : [_last_run_js__WEBPACK_IMPORTED_MODULE_3__/* .LAST */ .xo]),
        ]),
        ...(lock ? (0,_lock_js__WEBPACK_IMPORTED_MODULE_1__/* .lockTags */ .BP)(lock) : {}),
        ...(journal ? (0,_journal_js__WEBPACK_IMPORTED_MODULE_0__/* .journalTags */ .jN)(journal) : {}),
        ...(release ? (0,_open_release_js__WEBPACK_IMPORTED_MODULE_2__/* .openReleaseTags */ .bu)(release) : {}),
        ...(last ? (0,_last_run_js__WEBPACK_IMPORTED_MODULE_3__/* .lastRunTags */ .Fn)(last) : {}),
    };
}
/** How many tags are too many for Azure; 0 or less: there is room. */
function excessTags(tags) {
    return Object.keys(tags).length - _numbered_tags_js__WEBPACK_IMPORTED_MODULE_4__/* .MOST_TAGS */ ._h;
}
function without(tags, groups) {
    return Object.fromEntries(Object.entries(tags).filter(([name]) => !isOf(name.toLowerCase(), groups)));
}
function isOf(name, groups) {
    return groups.some((group) => name === group || name.startsWith(`${group}-`));
}


/***/ }),

/***/ 3460:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   C3: () => (/* binding */ ChangedSincePlanError),
/* harmony export */   _V: () => (/* binding */ WaitedInVainError),
/* harmony export */   _i: () => (/* binding */ OutdatedPlanError),
/* harmony export */   bK: () => (/* binding */ hasComeTooLate),
/* harmony export */   h8: () => (/* binding */ isTooLate),
/* harmony export */   ki: () => (/* binding */ RecoveredMeanwhileError)
/* harmony export */ });
/* harmony import */ var _azure_foreign_change_error_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(6121);
/* harmony import */ var _record_interrupted_release_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(51);
/* harmony import */ var _record_lock_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(7138);



/** Azure is no longer as it was when the plan was made: another run has come between. Nothing was changed by this one. */
class OutdatedPlanError extends Error {
    name = 'OutdatedPlanError';
    code = 'OutdatedPlan';
}
/**
 * Somebody else has changed the very thing that was planned for before the first write. Nothing was changed by this run, and to plan
 * anew from what is there now would write over it.
 */
class ChangedSincePlanError extends _azure_foreign_change_error_js__WEBPACK_IMPORTED_MODULE_2__/* .ForeignChangeError */ .v {
}
/** The time of a run was up while it waited for another one to give way. Nothing was changed. */
class WaitedInVainError extends Error {
    name = 'WaitedInVainError';
    code = 'Locked';
}
/** The release has ended, or somebody else has recovered it, and all is whole: there is nothing left to do. */
class RecoveredMeanwhileError extends Error {
    name = 'RecoveredMeanwhileError';
    code = 'RecoveredMeanwhile';
    subject;
    /**
     * @param names of what the release was about.
     * @param end which way that was, and where it has led, where that is known.
     */
    constructor(names, subject, end) {
        super(`the interrupted release of ${names} has come to its end meanwhile, by itself or by somebody else's recovery${end === undefined ? '' : `: ${end}`}`);
        this.subject = subject;
    }
}
/**
 * Another run, or somebody else, has come between the checks and the first write: nothing was changed by this one, and how things are, that one
 * decides.
 */
function hasComeTooLate({ outcome, error }) {
    return outcome === 'rolled-back' && isTooLate(error);
}
/** Whether the first write of a run was not made, because another run, or somebody else, was faster. */
function isTooLate(error) {
    return (error instanceof _record_lock_js__WEBPACK_IMPORTED_MODULE_1__/* .LockedError */ .by ||
        error instanceof WaitedInVainError ||
        error instanceof OutdatedPlanError ||
        error instanceof ChangedSincePlanError ||
        error instanceof _record_interrupted_release_js__WEBPACK_IMPORTED_MODULE_0__/* .InterruptedReleaseError */ .i);
}


/***/ }),

/***/ 6008:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   g: () => (/* binding */ existing)
/* harmony export */ });
/* harmony import */ var _azure_arm_arm_error_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(911);
/* harmony import */ var _azure_resource_id_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(8481);
/* harmony import */ var _refused_error_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(2722);



/**
 * Reads what an input names. ARM's own words for what is not there know of no inputs.
 *
 * @param absence says that it is not there, by ARM's code: of what no input has named.
 * @throws RefusedError where it is not there.
 */
async function existing(input, id, get, absence = (code) => absenceOf(input, id, code)) {
    try {
        return await get(id);
    }
    catch (error) {
        if (!(error instanceof _azure_arm_arm_error_js__WEBPACK_IMPORTED_MODULE_0__/* .ArmError */ .dW) || error.status !== 404) {
            throw error;
        }
        throw new _refused_error_js__WEBPACK_IMPORTED_MODULE_1__/* .RefusedError */ .f(absence(error.code), { cause: error });
    }
}
function absenceOf(input, id, code) {
    const { subscriptionId, resourceGroup } = (0,_azure_resource_id_js__WEBPACK_IMPORTED_MODULE_2__/* .parseResourceId */ .RQ)(id) ?? {};
    const named = `${input} "${(0,_azure_resource_id_js__WEBPACK_IMPORTED_MODULE_2__/* .nameOf */ .Vb)(id)}"`;
    switch (code) {
        case 'SubscriptionNotFound':
            return (`subscription-id "${subscriptionId}" does not exist, or is not one that the identity may see, and ${named} is looked for in it. ` +
                'Name the subscription that has it, and see that the identity has a role there.');
        case 'ResourceGroupNotFound':
            return (`resource-group "${resourceGroup}" does not exist in the subscription, and ${named} is looked for in it. ` +
                'Name the group that has it, or give its resource ID.');
        default:
            return `${named} does not exist in resource group "${resourceGroup}". Name one that does, or give its resource ID.`;
    }
}


/***/ }),

/***/ 9762:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   q: () => (/* binding */ LATE_WRITE_MS),
/* harmony export */   u: () => (/* binding */ LATE_SWAP_MS)
/* harmony export */ });
/**
 * How long a write of a process that was killed, or whose connection was cut, may be on its way: no answer to an update of a load balancer was ever
 * recorded to take longer than nine seconds.
 */
const LATE_WRITE_MS = 10_000;
/**
 * The same of ARM's own swap, of which nothing was recorded. It has no ETag either: one that arrives late is carried out whatever
 * has become of the load balancers since. So as long as its answer would be waited for.
 */
const LATE_SWAP_MS = 60_000;


/***/ }),

/***/ 6235:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Q: () => (/* binding */ readScopes),
/* harmony export */   l: () => (/* binding */ notChecked)
/* harmony export */ });
/* harmony import */ var _azure_arm_arm_error_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(911);
/* harmony import */ var _finding_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(2280);


/**
 * Reads the same thing at several scopes at once. What ARM does not let us read is told and not thrown: a release must not
 * fail because nobody may look at its locks.
 */
async function readScopes(scopes, read) {
    const results = await Promise.all(scopes.map((scope) => read(scope).then((value) => ({ kind: 'read', scope, value }), (error) => ({ kind: 'unread', scope, cause: causeOf(error) }))));
    return {
        read: results.filter((each) => each.kind === 'read'),
        unread: results.filter((each) => each.kind === 'unread'),
    };
}
/** @param subject what was not checked, in the plural. */
function notChecked(subject, action, unread) {
    if (unread.length === 0) {
        return [];
    }
    const scopes = unread.map(({ scope }) => scope).join(', ');
    const causes = [...new Set(unread.map(({ cause }) => cause))].join('; ');
    return [
        (0,_finding_js__WEBPACK_IMPORTED_MODULE_1__/* .unchecked */ .VJ)(`${subject} were not checked at ${scopes}: ${causes}. Reading them takes ${action} there.`),
    ];
}
/** @throws what is not ARM's answer: cancellation, a failed sign-in, a mistake of ours. */
function causeOf(error) {
    if (error instanceof _azure_arm_arm_error_js__WEBPACK_IMPORTED_MODULE_0__/* .ArmError */ .dW) {
        // The message of a 403 says over half a line what the sentence around the cause says too.
        return error.status === 403
            ? `403 ${error.code}`
            : `${error.status} ${error.code} (${firstSentence(error.facts.body.message)})`;
    }
    if (error instanceof _azure_arm_arm_error_js__WEBPACK_IMPORTED_MODULE_0__/* .ArmOperationError */ .Iv ||
        error instanceof _azure_arm_arm_error_js__WEBPACK_IMPORTED_MODULE_0__/* .NoAnswerError */ .i5 ||
        error instanceof _azure_arm_arm_error_js__WEBPACK_IMPORTED_MODULE_0__/* .ArmOperationTimeoutError */ .pG ||
        error instanceof _azure_arm_arm_error_js__WEBPACK_IMPORTED_MODULE_0__/* .UncertainWriteError */ .ze) {
        return error.message;
    }
    throw error;
}
/** ARM lists, after it, everything that it would have taken instead. */
function firstSentence(message) {
    return message.split('. ', 1).join('');
}


/***/ }),

/***/ 2280:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   VJ: () => (/* binding */ unchecked),
/* harmony export */   cr: () => (/* binding */ messagesOf),
/* harmony export */   vl: () => (/* binding */ hazard),
/* harmony export */   x5: () => (/* binding */ refusal)
/* harmony export */ });
function refusal(message) {
    return { kind: 'refusal', message };
}
function hazard(message) {
    return { kind: 'hazard', message };
}
function unchecked(message) {
    return { kind: 'unchecked', message };
}
function messagesOf(findings, kind) {
    return findings.filter((finding) => finding.kind === kind).map(({ message }) => message);
}


/***/ }),

/***/ 989:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   H: () => (/* binding */ refuseReadOnly),
/* harmony export */   n: () => (/* binding */ readLocks)
/* harmony export */ });
/* harmony import */ var _azure_locks_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(819);
/* harmony import */ var _azure_scopes_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(4670);
/* harmony import */ var _arm_reads_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(6235);
/* harmony import */ var _finding_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(2280);




/** The list at a resource group holds the locks of its resources and those it inherits from the subscription. */
async function readLocks(groups, arm, signal) {
    const { read, unread } = await (0,_arm_reads_js__WEBPACK_IMPORTED_MODULE_0__/* .readScopes */ .Q)((0,_azure_scopes_js__WEBPACK_IMPORTED_MODULE_1__/* .distinctScopes */ .uA)(groups), (scope) => (0,_azure_locks_js__WEBPACK_IMPORTED_MODULE_2__/* .listLocks */ .dB)(arm, scope, signal));
    const locks = new Map(read.flatMap(({ value }) => value).map((lock) => [lock.id.toLowerCase(), lock]));
    return { locks: [...locks.values()], unchecked: (0,_arm_reads_js__WEBPACK_IMPORTED_MODULE_0__/* .notChecked */ .l)('Locks', _azure_locks_js__WEBPACK_IMPORTED_MODULE_2__/* .READ_LOCKS */ ._5, unread) };
}
/** ARM counts a POST among the writes. @param work what the lock is in the way of: `swap`. */
function refuseReadOnly(lock, written, work) {
    const locked = new Set(written.filter(({ id }) => (0,_azure_locks_js__WEBPACK_IMPORTED_MODULE_2__/* .holdsFor */ .GY)(lock, id)).map(({ label }) => label));
    return lock.properties.level !== 'ReadOnly' || locked.size === 0
        ? []
        : [
            (0,_finding_js__WEBPACK_IMPORTED_MODULE_3__/* .refusal */ .x5)(`The ReadOnly lock "${lock.name}" on ${(0,_azure_locks_js__WEBPACK_IMPORTED_MODULE_2__/* .scopeOf */ .Od)(lock)} forbids every write to the ${[...locked].join(', the ')}. ` +
                `Remove the lock for the time of the ${work}.`),
        ];
}


/***/ }),

/***/ 2709:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  Mg: () => (/* binding */ refuseManagedGroups),
  mv: () => (/* binding */ refuseOwned),
  E6: () => (/* binding */ refuseStacked)
});

;// CONCATENATED MODULE: ./lib/azure/deployment-stacks.js
const DEPLOYMENT_STACKS_API_VERSION = '2024-03-01';
/** The action that `listDeploymentStacks` needs. */
const READ_DEPLOYMENT_STACKS = 'Microsoft.Resources/deploymentStacks/read';
/**
 * The stacks made at a resource group or a subscription: not those of the scopes above or below.
 *
 * @throws ArmError when refused.
 */
async function listDeploymentStacks(arm, scope, signal) {
    const path = `${scope}/providers/Microsoft.Resources/deploymentStacks`;
    return (await arm.list(path, DEPLOYMENT_STACKS_API_VERSION, signal));
}

;// CONCATENATED MODULE: ./lib/azure/resource-groups.js
const RESOURCE_GROUPS_API_VERSION = '2021-04-01';
/** The action that `getResourceGroup` needs. */
const READ_RESOURCE_GROUP = 'Microsoft.Resources/subscriptions/resourceGroups/read';
/** @throws ArmError when refused. */
async function getResourceGroup(arm, id, signal) {
    return (await arm.get(id, RESOURCE_GROUPS_API_VERSION, signal));
}

// EXTERNAL MODULE: ./lib/azure/resource-id.js
var resource_id = __webpack_require__(8481);
// EXTERNAL MODULE: ./lib/azure/scopes.js
var scopes = __webpack_require__(4670);
// EXTERNAL MODULE: ./lib/strategies/preflight/arm-reads.js
var arm_reads = __webpack_require__(6235);
// EXTERNAL MODULE: ./lib/strategies/preflight/finding.js
var finding = __webpack_require__(2280);
;// CONCATENATED MODULE: ./lib/strategies/preflight/owners.js






/**
 * Tags by which AKS and the Azure cloud provider of Kubernetes mark what they look after. The value names the cluster or
 * the service.
 */
const KUBERNETES_TAG = /^(aks-managed-|k8s-azure-|kubernetes-)/i;
/** A controller puts its resources back as it wants them, at a time of its own: production would change without warning. */
function refuseOwned(participants, { name, resources }) {
    return participants.flatMap(({ label, resource }) => {
        const owner = ownerOf(resource);
        return owner === undefined
            ? []
            : [
                (0,finding/* refusal */.x5)(`The ${label} is owned by ${owner}, which would undo the ${name} at a time of its own. ` +
                    `Release it through its owner, or name ${resources} that no controller looks after.`),
            ];
    });
}
function ownerOf({ managedBy, tags = {} }) {
    if (managedBy) {
        return managedBy;
    }
    const tag = Object.entries(tags).find(([name]) => KUBERNETES_TAG.test(name));
    return tag === undefined ? undefined : `Kubernetes (tag ${tag[0]}: ${tag[1]})`;
}
/** Groups that something manages, as an AKS cluster manages the group of its nodes. */
async function refuseManagedGroups(participants, { name }, arm, signal) {
    const { read, unread } = await (0,arm_reads/* readScopes */.Q)(groupsOf(participants), (id) => getResourceGroup(arm, id, signal));
    return [
        ...read.flatMap(({ scope, value }) => value.managedBy
            ? [
                (0,finding/* refusal */.x5)(`The resource group "${(0,resource_id/* nameOf */.Vb)(scope)}" is managed by ${value.managedBy}, which would undo the ${name} at a ` +
                    'time of its own. Release through that owner, or name resources of a group that nothing manages.'),
            ]
            : []),
        ...(0,arm_reads/* notChecked */.l)('Owners of resource groups', READ_RESOURCE_GROUP, unread),
    ];
}
/** A stack puts what it looks after back as its template says, and may deny writes to everybody else. */
async function refuseStacked(participants, work, subscription, arm, signal) {
    const scopes = [subscription, ...groupsOf(participants)];
    const { read, unread } = await (0,arm_reads/* readScopes */.Q)(scopes, (scope) => listDeploymentStacks(arm, scope, signal));
    const stacks = read.flatMap(({ value }) => value);
    return [
        ...stacks.flatMap((stack) => ownedBy(stack, participants, work)),
        ...(0,arm_reads/* notChecked */.l)('Deployment stacks', READ_DEPLOYMENT_STACKS, unread),
    ];
}
function ownedBy(stack, participants, { name }) {
    const { denySettings, resources = [] } = stack.properties;
    const owned = participants.filter(({ resource }) => resources.some((each) => (0,resource_id/* sameId */.s)(each.id, resource.id)));
    const mode = denySettings?.mode ?? 'none';
    return owned.length === 0
        ? []
        : [
            (0,finding/* refusal */.x5)(`The ${owned.map(({ label }) => label).join(', the ')} ${owned.length === 1 ? 'is' : 'are'} owned by deployment stack ` +
                `${stack.id} (deny settings: ${mode}): its next update would undo the ${name}. ` +
                'Release through the stack, or take the resources out of it.'),
        ];
}
function groupsOf(participants) {
    return (0,scopes/* distinctScopes */.uA)(participants.map(({ resource }) => (0,scopes/* resourceGroupScope */.wZ)(resource.id)));
}


/***/ }),

/***/ 373:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   j: () => (/* binding */ refuseMissing),
/* harmony export */   y: () => (/* binding */ findMissing)
/* harmony export */ });
/* harmony import */ var _azure_permissions_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(5875);
/* harmony import */ var _arm_reads_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(6235);
/* harmony import */ var _finding_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(2280);



/** What of it the identity has not been granted, as far as ARM lets us read that. */
async function findMissing(needed, arm, signal) {
    const { read, unread } = await (0,_arm_reads_js__WEBPACK_IMPORTED_MODULE_0__/* .readScopes */ .Q)(needed.map(({ scope }) => scope), (scope) => (0,_azure_permissions_js__WEBPACK_IMPORTED_MODULE_1__/* .listPermissions */ .zA)(arm, scope, signal));
    const missing = needed.flatMap(({ scope, actions }) => {
        const granted = read.find((each) => each.scope === scope)?.value;
        const lacking = granted === undefined ? [] : actions.filter((action) => !(0,_azure_permissions_js__WEBPACK_IMPORTED_MODULE_1__/* .allows */ .NB)(granted, action));
        return lacking.length === 0 ? [] : [{ scope, actions: lacking }];
    });
    return { missing, unchecked: (0,_arm_reads_js__WEBPACK_IMPORTED_MODULE_0__/* .notChecked */ .l)('Permissions', _azure_permissions_js__WEBPACK_IMPORTED_MODULE_1__/* .READ_PERMISSIONS */ .Cb, unread) };
}
/** One refusal for all that is missing: whoever grants it does so once. @param work what takes them: `swap`. */
function refuseMissing(missing, work) {
    const grants = missing.map(({ scope, actions }) => `${actions.join(', ')} on ${scope}`);
    return grants.length === 0
        ? []
        : [(0,_finding_js__WEBPACK_IMPORTED_MODULE_2__/* .refusal */ .x5)(`The identity may not do what the ${work} takes. Grant it ${grants.join('; ')}.`)];
}


/***/ }),

/***/ 3877:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   HM: () => (/* binding */ ANY_LOCK_ID),
/* harmony export */   TK: () => (/* binding */ LONGEST_RUN),
/* harmony export */   ZY: () => (/* binding */ refuseFullTags)
/* harmony export */ });
/* harmony import */ var _record_numbered_tags_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(8063);
/* harmony import */ var _record_record_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(2472);
/* harmony import */ var _finding_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(2280);



/** The URL of a run can be as long as that on github.com: its owner has up to 39 characters, its repository up to 100. */
const LONGEST_RUN = 'x'.repeat(200);
const ANY_LOCK_ID = '00000000-0000-0000-0000-000000000000';
/** What has no room for the record of a release is found here, and not by ARM when the release is under way. */
function refuseFullTags({ label, kind, tags, fullRecord }) {
    const excess = (0,_record_record_js__WEBPACK_IMPORTED_MODULE_0__/* .excessTags */ .R1)((0,_record_record_js__WEBPACK_IMPORTED_MODULE_0__/* .withRecord */ .q8)(tags, fullRecord));
    if (excess <= 0) {
        return [];
    }
    const own = countOf((0,_record_record_js__WEBPACK_IMPORTED_MODULE_0__/* .withRecord */ .q8)(tags, { lock: null, journal: null, release: null, last: null }));
    const needed = countOf((0,_record_record_js__WEBPACK_IMPORTED_MODULE_0__/* .withRecord */ .q8)({}, fullRecord));
    return [
        (0,_finding_js__WEBPACK_IMPORTED_MODULE_1__/* .refusal */ .x5)(`The ${label} has ${own} tags, and a release needs room for ${needed} more, in which it says ` +
            `who works on the ${kind} and what is under way; Azure allows ${_record_numbered_tags_js__WEBPACK_IMPORTED_MODULE_2__/* .MOST_TAGS */ ._h}. Remove ${excess} of its tags.`),
    ];
}
function countOf(tags) {
    return Object.keys(tags).length;
}


/***/ }),

/***/ 3356:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Ml: () => (/* binding */ unwatched),
/* harmony export */   VF: () => (/* binding */ watchProduction),
/* harmony export */   mZ: () => (/* binding */ afterRecovery),
/* harmony export */   y0: () => (/* binding */ unprobed)
/* harmony export */ });
/* harmony import */ var _probe_downtime_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(4032);
/* harmony import */ var _probe_prober_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(369);


const BASELINE_ANSWERS = 10;
/** On top of the time that ten answers take when all is well. */
const BASELINE_PATIENCE_MS = 10_000;
const STEADY_MS = 5_000;
const LONGEST_SILENCE_MS = 10_000;
async function watchProduction(target, settings, verifyTimeoutMs, clock, emit) {
    const samples = [];
    const { workerEntry, connectTo, intervalMs, timeoutMs, expectation, versionMarker } = settings;
    const prober = await (0,_probe_prober_js__WEBPACK_IMPORTED_MODULE_0__/* .startProber */ .hh)({
        workerEntry,
        target,
        intervalMs,
        timeoutMs,
        expect: expectation,
        ...(versionMarker === undefined ? {} : { versionMarker }),
        connectTo,
        emit: (event) => {
            if (event.type === 'probe-sample') {
                samples.push(event.sample);
            }
            emit(event);
        },
    });
    return {
        answersAtAll: ({ signal }) => prober.waitForGoodAnswers({ count: BASELINE_ANSWERS }, clock.monotonicMs() + BASELINE_ANSWERS * intervalMs + BASELINE_PATIENCE_MS, signal),
        answersSteadily: ({ signal }) => {
            const sinceMs = clock.monotonicMs();
            return prober.waitForGoodAnswers({ steadyForMs: STEADY_MS, sinceMs }, sinceMs + verifyTimeoutMs, signal);
        },
        stillAnswers: ({ signal }) => prober.waitForGoodAnswers({ count: 1 }, clock.monotonicMs() + LONGEST_SILENCE_MS, signal),
        downtime: () => {
            const downtime = (0,_probe_downtime_js__WEBPACK_IMPORTED_MODULE_1__/* .measureDowntime */ .W)(samples, { intervalMs, slowAfterMs: timeoutMs });
            const isOver = downtime?.outages.every(({ toMs }) => toMs !== undefined);
            return downtime !== undefined && isOver ? { seconds: downtime.totalMs / 1000, source: 'probe' } : null;
        },
        // A prober that died has said so in an event, and to whoever waited for it: what became of the release stands.
        stop: (signal) => prober.stop(signal).catch(() => undefined),
    };
}
/** `probe: off`: nobody is asked, and nothing is claimed. */
const unwatched = {
    answersAtAll: async () => undefined,
    answersSteadily: async () => undefined,
    stillAnswers: async () => undefined,
    downtime: () => null,
    stop: async () => undefined,
};
/** The same of a release: what ARM says of its own operations is not nothing, and the report says it too. */
function unprobed(controlPlaneSeconds) {
    return {
        ...unwatched,
        downtime() {
            const seconds = controlPlaneSeconds();
            return seconds === null ? null : { seconds, source: 'control-plane' };
        },
    };
}
/** What a recovery in the same run has cost before counts, too: it is the one outage of whoever looks at the run. */
function afterRecovery(watch, recoveredSeconds) {
    return {
        ...watch,
        downtime() {
            const [own, before] = [watch.downtime(), recoveredSeconds()];
            return own === null || before === null ? null : { ...own, seconds: own.seconds + before };
        },
    };
}


/***/ }),

/***/ 6451:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Z: () => (/* binding */ RecoveryTimeoutError)
/* harmony export */ });
/* harmony import */ var _engine_deadline_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8768);

/** The time was up before an interrupted release was at its end: it is taken up again by the same command. */
class RecoveryTimeoutError extends _engine_deadline_js__WEBPACK_IMPORTED_MODULE_0__/* .DeadlineError */ .j {
    code = 'RecoveryTimeout';
}


/***/ }),

/***/ 8142:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   r: () => (/* binding */ tagChange)
/* harmony export */ });
/** What a plan says of a tag of the record. @param name without what all tags of this action begin with. */
function tagChange(resource, name, from, to) {
    return { resource, field: `tags/azure-rollout-${name}`, from, to };
}


/***/ }),

/***/ 7718:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   h: () => (/* binding */ UnansweredWrites)
/* harmony export */ });
/* harmony import */ var _azure_arm_arm_error_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(911);

/** Remembers until when a write that got no answer may still be carried out: it is sent under no ETag that would refuse it then. */
class UnansweredWrites {
    #untilMs;
    #transitMs;
    /** @param transitMs how long a write may be on its way. @param untilMs as of `PerformerDependencies`. */
    constructor(transitMs, untilMs = Number.NEGATIVE_INFINITY) {
        this.#transitMs = transitMs;
        this.#untilMs = untilMs;
    }
    /** `Clock.monotonicMs` from which on none can arrive any more. */
    get untilMs() {
        return this.#untilMs;
    }
    /** The same ARM, whose unanswered writes are remembered. */
    through(arm, clock) {
        return {
            ...arm,
            write: async (write, signal) => {
                try {
                    return await arm.write(write, signal);
                }
                catch (error) {
                    if (!isAnswered(error)) {
                        this.#untilMs = Math.max(this.#untilMs, clock.monotonicMs() + this.#transitMs);
                    }
                    throw error;
                }
            },
        };
    }
}
/** ARM has said what has become of it, so it cannot begin later. */
function isAnswered(error) {
    return error instanceof _azure_arm_arm_error_js__WEBPACK_IMPORTED_MODULE_0__/* .ArmError */ .dW || error instanceof _azure_arm_arm_error_js__WEBPACK_IMPORTED_MODULE_0__/* .ArmOperationError */ .Iv;
}


/***/ })

};

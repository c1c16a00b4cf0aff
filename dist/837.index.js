export const id = 837;
export const ids = [837];
export const modules = {

/***/ 2193:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  f: () => (/* binding */ openArm)
});

// EXTERNAL MODULE: ./node_modules/@actions/core/lib/core.js + 16 modules
var core = __webpack_require__(8179);
// EXTERNAL MODULE: ./lib/engine/deadline.js
var engine_deadline = __webpack_require__(8768);
// EXTERNAL MODULE: ./lib/azure/arm-error.js
var arm_error = __webpack_require__(8202);
// EXTERNAL MODULE: ./node_modules/@azure/arm-network/dist/esm/api/index.js + 28 modules
var api = __webpack_require__(3346);
;// CONCATENATED MODULE: ./lib/azure/sign-in.js
/** @returns a credential of `@azure/identity`; nothing is sent until the first token is asked for. */
async function createCredential(options) {
    const identity = await __webpack_require__.e(/* import() */ 563).then(__webpack_require__.bind(__webpack_require__, 5563));
    let credential = watched(credentialOf(identity, options), options);
    return {
        getToken: (scopes, tokenOptions) => credential.getToken(scopes, tokenOptions),
        renew: () => {
            credential = watched(credentialOf(identity, options), options);
        },
    };
}
function credentialOf(identity, { signIn, authorityHost, getAssertion }) {
    // An authority that is not one of Microsoft's public ones is unknown to its discovery service, which would refuse it.
    const authority = authorityHost === undefined ? {} : { authorityHost, disableInstanceDiscovery: true };
    switch (signIn.kind) {
        case 'oidc':
            return new identity.ClientAssertionCredential(signIn.tenantId, signIn.clientId, getAssertion, authority);
        case 'service-principal':
            return new identity.ClientSecretCredential(signIn.tenantId, signIn.clientId, signIn.clientSecret, authority);
        case 'managed-identity':
            return new identity.ManagedIdentityCredential(signIn.clientId === undefined ? {} : { clientId: signIn.clientId });
        case 'azure-cli':
            return new identity.AzureCliCredential(signIn.tenantId === undefined ? {} : { tenantId: signIn.tenantId });
    }
}
/** Signing in failed: nothing was sent to ARM, and asking again would not help. */
class SignInError extends Error {
    name = 'SignInError';
    code = 'SignInFailed';
}
const PUBLIC_AUTHORITY = 'https://login.microsoftonline.com';
function watched(credential, { signIn, authorityHost, mask }) {
    return {
        async getToken(scopes, options) {
            const token = await credential.getToken(scopes, options).catch((error) => {
                throw new SignInError(`Signing in with auth "${signIn.kind}" at ${authorityHost ?? PUBLIC_AUTHORITY} failed: ${causesOf(error)}. ` +
                    'Check tenant-id, client-id and what Entra ID trusts for them, and that this runner reaches that host ' +
                    '(proxy, and NODE_EXTRA_CA_CERTS where its certificate is not a public one).', { cause: error });
            });
            if (token !== null) {
                mask(token.token);
            }
            return token;
        },
    };
}
/** What is known: MSAL itself keeps the reason of a connection that failed to itself. */
function causesOf(error) {
    const messages = [];
    for (let each = error; each instanceof Error; each = each.cause) {
        const message = each.message.trim().replace(/\.$/, '');
        if (!messages.some((known) => known.includes(message))) {
            messages.push(message);
        }
    }
    return messages.join(': ');
}

;// CONCATENATED MODULE: ./lib/azure/arm-transport.js




/**
 * The SDK's pipeline (sign-in, proxy, user agent, redirects) without its retries and without its models. Retries would
 * repeat a write unseen; the models drop every property that they do not know, and a body read and written back would
 * lose it.
 */
function createArmTransport(options) {
    let client = createClient(options);
    let sequence = 0;
    return async (request) => {
        request.signal.throwIfAborted();
        if (request.signsInAnew) {
            options.credential.renew?.();
            // The pipeline keeps the token until this machine's clock says that it is over.
            client = createClient(options);
        }
        sequence += 1;
        const exchange = { request, sequence, sentAtMs: options.clock.monotonicMs() };
        if (request.body !== undefined) {
            options.debug(() => `${request.method} ${pathOf(request.url)} ${printable(request.body)}`);
        }
        const answer = await answerTo(exchange, client, options);
        options.emit(answered(exchange, answer));
        options.debug(() => `${answer.status} ${pathOf(request.url)} ${printable(answer.body)}`);
        return answer;
    };
}
function createClient({ credential, subscriptionId, endpoint, httpClient }) {
    return (0,api/* createNetworkManagement */.ww)(credential, subscriptionId, {
        endpoint,
        retryOptions: { maxRetries: 0 },
        userAgentOptions: { userAgentPrefix: 'azure-rollout' },
        ...(httpClient === undefined ? {} : { httpClient }),
    });
}
/** @throws NoAnswerError, after its event; the signal's reason where a read was given up; what sign-in throws. */
async function answerTo(exchange, client, { clock, emit }) {
    const { request, sentAtMs } = exchange;
    const limit = answerLimit(request.answerTimeoutMs, clock);
    const givenUp = givingUp(request, clock);
    try {
        const response = await client.pathUnchecked(request.url)[VERBS[request.method]]({
            headers: { ...request.headers },
            abortSignal: AbortSignal.any([limit.signal, givenUp.signal]),
            ...(request.body === undefined ? {} : { body: request.body }),
        });
        return {
            status: Number(response.status),
            headers: response.headers,
            body: parsed(response.body),
            sentAtMs,
            receivedAtMs: clock.monotonicMs(),
        };
    }
    catch (error) {
        if (error instanceof SignInError) {
            // A token that was waited for when the run was cancelled is no failure to sign in.
            request.signal.throwIfAborted();
            throw error;
        }
        const cause = limit.signal.aborted
            ? `none within ${request.answerTimeoutMs / 1000} s`
            : givenUp.signal.aborted && request.method !== 'GET'
                ? 'the run was cancelled, and did not wait longer'
                : error instanceof Error
                    ? error.message
                    : String(error);
        emit(unanswered(exchange, clock.monotonicMs(), cause));
        if (request.method === 'GET') {
            request.signal.throwIfAborted();
        }
        throw new arm_error/* NoAnswerError */.i5(`${request.method} ${pathOf(request.url)} got no answer from ARM: ${cause}`, {
            cause: error,
        });
    }
    finally {
        limit.stop();
        givenUp.stop();
    }
}
/** A cancelled process has ten seconds in all before it is killed, and has to tell what it leaves. */
const GRACE_MS = 4_000;
/**
 * When nobody waits for an answer any more. A read is given up at once. A write that has been sent is carried out by ARM
 * all the same, perhaps after an undoing has looked and found nothing to undo: where that follows in this process, as after
 * a deadline, its answer is waited for. A cancelled process is short of time, and waits for a moment.
 */
function givingUp({ method, signal }, clock) {
    if (method === 'GET') {
        return { signal, stop: () => undefined };
    }
    const expiry = new AbortController();
    const finished = new AbortController();
    const giveUp = () => {
        if (!(signal.reason instanceof engine_deadline/* DeadlineError */.j)) {
            void clock.sleep(GRACE_MS, finished.signal).then(() => expiry.abort(), () => undefined);
        }
    };
    signal.addEventListener('abort', giveUp, { once: true });
    const stop = () => {
        signal.removeEventListener('abort', giveUp);
        finished.abort();
    };
    return { signal: expiry.signal, stop };
}
/** Not the SDK's own timeout: its timer goes on after a request that failed, and holds the process for that long. */
function answerLimit(answerTimeoutMs, clock) {
    const expiry = new AbortController();
    const finished = new AbortController();
    void clock.sleep(answerTimeoutMs, finished.signal).then(() => expiry.abort(), () => undefined);
    return { signal: expiry.signal, stop: () => finished.abort() };
}
const SECRET_MEMBER = /secret|password|protectedSettings|token|accountKey|connectionString/i;
function printable(body) {
    return JSON.stringify(body ?? null, (name, value) => (SECRET_MEMBER.test(name) ? '***' : value));
}
const VERBS = { GET: 'get', PUT: 'put', PATCH: 'patch', POST: 'post', DELETE: 'delete' };
/** An answer that is not JSON comes from a proxy or gateway: it stays text, and the error that quotes it stays short. */
function parsed(body) {
    return body === '' || body === null ? undefined : body;
}
function eventBase({ request, sequence, sentAtMs }, atMs) {
    return {
        type: 'arm-request',
        atMs,
        sentAtMs,
        sequence,
        method: request.method,
        path: pathOf(request.url),
        apiVersion: /[?&]api-version=([^&]+)/i.exec(request.url)?.[1] ?? '',
        reason: request.reason,
    };
}
function answered(exchange, answer) {
    const { headers, status, body } = answer;
    const remaining = Object.entries(headers)
        .filter(([name]) => name.startsWith(REMAINING))
        .map(([name, value]) => [name.slice(REMAINING.length), value]);
    return {
        ...eventBase(exchange, answer.receivedAtMs),
        result: {
            kind: 'answer',
            status,
            ...(status >= 400 ? { errorCode: (0,arm_error/* readErrorBody */.Nk)(body, status).code } : {}),
        },
        ...(headers['x-ms-request-id'] === undefined ? {} : { requestId: headers['x-ms-request-id'] }),
        ...(headers['x-ms-correlation-request-id'] === undefined
            ? {}
            : { correlationId: headers['x-ms-correlation-request-id'] }),
        remaining: Object.fromEntries(remaining),
    };
}
const REMAINING = 'x-ms-ratelimit-remaining-';
function unanswered(exchange, atMs, cause) {
    return { ...eventBase(exchange, atMs), result: { kind: 'no-answer', cause }, remaining: {} };
}
/** Path of a URL, without host and query: what may be logged. */
function pathOf(url) {
    const path = url.replace(/^https?:\/\/[^/]+/, '');
    const query = path.indexOf('?');
    return query === -1 ? path : path.slice(0, query);
}

// EXTERNAL MODULE: ./lib/azure/retry.js
var retry = __webpack_require__(7573);
;// CONCATENATED MODULE: ./lib/azure/long-running.js


/** From the sending of one poll to the sending of the next one of the same URL. */
const TIGHT_MS = 250;
/** Where ARM gives no `Retry-After`: compute's own quota for polls, 15 a minute and resource, is not exceeded. */
const UNTOLD_MS = 4_000;
/**
 * Waits for the end of an accepted write.
 *
 * @returns the body that closed it: the operation's result for a POST, else of the write's own answer.
 * @throws ArmOperationError when the operation ended as `Failed` or `Canceled`.
 */
async function awaitOperation(operation) {
    const monitor = monitorOf(operation);
    if (monitor.kind === 'done') {
        finished(operation, 'Succeeded', undefined, 0);
        return operation.answer.body;
    }
    let last = operation.answer;
    for (let poll = 1;; poll += 1) {
        if (await glance(operation, last, poll)) {
            finished(operation, 'Succeeded', undefined, poll);
            return operation.answer.body;
        }
        await pause(operation, last);
        last = await ask(operation, monitor, poll);
        const status = statusOf(monitor, last);
        if (status === 'running') {
            continue;
        }
        if (status !== 'Succeeded') {
            const error = (0,arm_error/* readErrorBody */.Nk)(last.body, last.status);
            finished(operation, status, error.code, poll);
            throw operationError(operation, status, error);
        }
        finished(operation, status, undefined, poll);
        return resultOf(operation, monitor, last, poll);
    }
}
/**
 * One poll. An error at the `Location` is how ARM tells that the operation failed; an error at the operation's own URL
 * (it has expired, say) tells nothing of the operation, which was accepted.
 */
async function ask(operation, monitor, poll) {
    try {
        return await operation.read(monitor.url, poll, monitor.kind === 'location' ? 'brief' : 'long');
    }
    catch (error) {
        if (!(error instanceof arm_error/* ArmError */.dW)) {
            throw error;
        }
        if (monitor.kind === 'location') {
            finished(operation, 'Failed', error.code, poll);
            throw operationError(operation, 'Failed', error.facts.body);
        }
        throw new arm_error/* UncertainWriteError */.ze(`ARM accepted ${operation.write.method} ${operation.write.path}, and no longer says how it ended: ${error.message}`, { cause: error });
    }
}
/**
 * A PUT that is answered `Succeeded` at once is done, whatever headers come with it: load balancers without backends
 * answer so (3,654 of 4,044 recorded), and a poll would only lengthen the window.
 */
function monitorOf({ write, answer }) {
    const asyncOperation = answer.headers['azure-asyncoperation'];
    const location = answer.headers.location;
    if (write.method === 'PUT' && provisioningStateOf(answer.body) === 'Succeeded') {
        return { kind: 'done' };
    }
    if (asyncOperation !== undefined) {
        return { kind: 'azure-async-operation', url: asyncOperation, resultUrl: location };
    }
    return location !== undefined && answer.status === 202
        ? { kind: 'location', url: location }
        : { kind: 'done' };
}
function statusOf(monitor, answer) {
    if (monitor.kind === 'location') {
        return answer.status === 202 ? 'running' : 'Succeeded';
    }
    const { body } = answer;
    const status = typeof body === 'object' && body !== null && 'status' in body ? body.status : undefined;
    return status === 'Succeeded' || status === 'Failed' || status === 'Canceled' ? status : 'running';
}
/**
 * Inside the window the resource itself is asked too, half-way between two polls of its operation: who knows what the
 * write is to leave behind need not wait for the operation to say so.
 */
async function glance({ write, clock, signal, read }, last, poll) {
    if (write.pace !== 'tight' || write.isDone === undefined) {
        return false;
    }
    await clock.sleep(Math.max(0, last.sentAtMs + TIGHT_MS / 2 - clock.monotonicMs()), signal);
    try {
        return write.isDone((await read(`${write.path}?api-version=${write.apiVersion}`, poll, 'none')).body);
    }
    catch (error) {
        if (error instanceof arm_error/* ArmError */.dW || error instanceof arm_error/* NoAnswerError */.i5) {
            return false;
        }
        throw error;
    }
}
async function pause({ write, clock, signal }, last) {
    const sinceSentMs = clock.monotonicMs() - last.sentAtMs;
    const waitMs = write.pace === 'tight' ? TIGHT_MS - sinceSentMs : ((0,retry/* retryAfterMs */.Vs)(last) ?? UNTOLD_MS);
    await clock.sleep(Math.max(0, waitMs), signal);
}
async function resultOf({ write, answer, read }, monitor, last, poll) {
    if (write.method !== 'POST') {
        return answer.body;
    }
    if (monitor.kind === 'azure-async-operation' && monitor.resultUrl !== undefined) {
        return (await read(monitor.resultUrl, poll + 1, 'long')).body;
    }
    return last.body;
}
function finished({ write, answer, emit, clock }, status, errorCode, polls) {
    emit({
        type: 'arm-operation',
        atMs: polls === 0 ? answer.receivedAtMs : clock.monotonicMs(),
        sentAtMs: answer.sentAtMs,
        acceptedAtMs: answer.receivedAtMs,
        method: write.method,
        path: write.path,
        status,
        ...(errorCode === undefined ? {} : { errorCode }),
        polls,
    });
}
function operationError({ write, answer }, status, body) {
    return new arm_error/* ArmOperationError */.Iv(status, {
        method: write.method,
        path: write.path,
        body,
        requestId: answer.headers['x-ms-request-id'],
        correlationId: answer.headers['x-ms-correlation-request-id'],
    });
}
function provisioningStateOf(body) {
    const properties = typeof body === 'object' && body !== null && 'properties' in body ? body.properties : undefined;
    const state = typeof properties === 'object' && properties !== null && 'provisioningState' in properties
        ? properties.provisioningState
        : undefined;
    return typeof state === 'string' ? state : undefined;
}

;// CONCATENATED MODULE: ./lib/azure/arm.js





/**
 * A call is given up after this many retries, and not within a minute: an address that another operation holds is asked
 * for every second, and given up early production would be moved back for nothing.
 */
const MOST_RETRIES = 10;
const PATIENCE_MS = 60_000;
/** ARM answers within seconds, long-running work included: what takes longer will not come any more. */
const ANSWER_TIMEOUT_MS = 60_000;
/** A poll is cheap to repeat, and the downtime window does not close while one is waited for. */
const POLL_ANSWER_TIMEOUT_MS = 5_000;
/** The longest that was recorded of Microsoft.Network is 1083 s, the deletion of an application gateway. */
const OPERATION_TIMEOUT_MS = 1_200_000;
function createArm(given) {
    const { transport, epochMs } = withArmClock(given);
    const options = { ...given, transport };
    return {
        epochMs,
        async get(path, apiVersion, signal, query = {}) {
            const answer = await read(options, withQuery(path, { ...query, 'api-version': apiVersion }), signal);
            return answer.body;
        },
        async list(path, apiVersion, signal) {
            const items = [];
            let url = withQuery(path, { 'api-version': apiVersion });
            while (url !== undefined) {
                const page = pageOf((await read(options, url, signal)).body);
                items.push(...page.value);
                url = page.nextLink;
            }
            return items;
        },
        pause: (durationMs, signal) => options.clock.sleep(durationMs, signal),
        async write(write, signal) {
            const answer = await arm_submit(options, write, signal);
            const { timeoutMs = OPERATION_TIMEOUT_MS } = write;
            const subject = `ARM to finish ${write.method} ${write.path}`;
            const deadline = { clock: options.clock, signal, timeoutMs, subject };
            return (0,engine_deadline/* withDeadline */.N)(deadline, (limited) => awaitOperation({
                ...options,
                write,
                answer,
                signal: limited,
                read: (url, poll, patience) => read(options, url, limited, { kind: 'poll', number: poll }, patience, POLL_BACKOFF_MS[write.pace]),
            })).catch((error) => {
                throw error instanceof engine_deadline/* DeadlineError */.j && !signal.aborted
                    ? new arm_error/* ArmOperationTimeoutError */.pG(error.message, { cause: error })
                    : error;
            });
        },
    };
}
function withArmClock({ transport, clock, }) {
    let aheadMs;
    return {
        epochMs: () => (aheadMs === undefined ? clock.epochMs() : clock.monotonicMs() + aheadMs),
        async transport(request) {
            const answer = await transport(request);
            const dateMs = Date.parse(answer.headers.date ?? '');
            aheadMs = Number.isNaN(dateMs) ? aheadMs : dateMs - answer.receivedAtMs;
            return answer;
        },
    };
}
function withQuery(path, query) {
    return `${path}?${new URLSearchParams(query).toString()}`;
}
function pageOf(body) {
    if (typeof body !== 'object' || body === null || !('value' in body) || !Array.isArray(body.value)) {
        throw new Error(`ARM answered a list without a "value": ${JSON.stringify(body).slice(0, 200)}`);
    }
    const nextLink = 'nextLink' in body && typeof body.nextLink === 'string' ? body.nextLink : undefined;
    return { value: body.value, nextLink: nextLink === '' ? undefined : nextLink };
}
/** A read changes nothing: whatever went wrong with it, it may be repeated. */
async function read({ transport, clock }, url, signal, firstReason = { kind: 'call' }, patience = 'long', longestBackoffMs = Number.POSITIVE_INFINITY) {
    const isGivenUp = GIVEN_UP[patience];
    const answerTimeoutMs = firstReason.kind === 'poll' ? POLL_ANSWER_TIMEOUT_MS : ANSWER_TIMEOUT_MS;
    const startedAtMs = clock.monotonicMs();
    let signsInAnew = false;
    for (let attempt = 1;; attempt += 1) {
        const reason = reasonOf(attempt, firstReason);
        const request = { method: 'GET', url, reason, signal, answerTimeoutMs, signsInAnew };
        let waitMs = Math.min((0,retry/* backoffMs */.jo)(attempt), longestBackoffMs);
        try {
            const answer = await transport(request);
            if (answer.status < 400) {
                return answer;
            }
            if (answer.status === UNAUTHORIZED && !signsInAnew) {
                signsInAnew = true;
                continue;
            }
            const meaning = (0,retry/* meaningOf */.Pr)(answer, attempt);
            if (meaning.kind === 'refused' || isGivenUp(attempt, clock.monotonicMs() - startedAtMs)) {
                throw refusal(request, answer);
            }
            waitMs = (0,retry/* retryAfterMs */.Vs)(answer) ?? Math.min(meaning.afterMs, longestBackoffMs);
        }
        catch (error) {
            if (!(error instanceof arm_error/* NoAnswerError */.i5) || isGivenUp(attempt, clock.monotonicMs() - startedAtMs)) {
                throw error;
            }
        }
        await clock.sleep(waitMs, signal);
    }
}
/** Sends a write until ARM accepts or refuses it; repeats only what ARM says it has not carried out. */
async function arm_submit({ transport, clock }, write, signal) {
    const url = withQuery(write.path, { 'api-version': write.apiVersion });
    const call = {
        method: write.method,
        url,
        body: write.body,
        headers: write.ifMatch === undefined ? {} : { 'if-match': write.ifMatch },
        signal,
        answerTimeoutMs: ANSWER_TIMEOUT_MS,
    };
    const isGivenUp = GIVEN_UP.long;
    const startedAtMs = clock.monotonicMs();
    let signsInAnew = false;
    for (let attempt = 1;; attempt += 1) {
        const request = { ...call, signsInAnew, reason: reasonOf(attempt, { kind: 'call' }) };
        const answer = await transport(request).catch((error) => {
            throw error instanceof arm_error/* NoAnswerError */.i5 ? new arm_error/* UncertainWriteError */.ze(error.message, { cause: error }) : error;
        });
        if (answer.status < 400) {
            return answer;
        }
        if (answer.status === UNAUTHORIZED && !signsInAnew) {
            signsInAnew = true;
            continue;
        }
        const meaning = (0,retry/* meaningOf */.Pr)(answer, attempt);
        if (meaning.kind === 'uncertain') {
            // Whoever finds out what has become of it shall not ask an ARM that wants to be left alone.
            await clock.sleep(meaning.afterMs, signal);
            throw new arm_error/* UncertainWriteError */.ze(refusal(request, answer).message, { cause: refusal(request, answer) });
        }
        if (meaning.kind === 'refused' || isGivenUp(attempt, clock.monotonicMs() - startedAtMs)) {
            throw refusal(request, answer);
        }
        await clock.sleep(meaning.afterMs, signal);
    }
}
/**
 * Nothing was carried out. Once for each call a token is asked for anew: a machine whose clock goes wrong keeps one for
 * good that is over, and production may be down meanwhile.
 */
const UNAUTHORIZED = 401;
function reasonOf(attempt, first) {
    return attempt === 1 ? first : { kind: 'retry', number: attempt - 1 };
}
/** After how many tries, and how much time, a request is given up. */
const GIVEN_UP = {
    long: (attempt, elapsedMs) => attempt > MOST_RETRIES && elapsedMs >= PATIENCE_MS,
    brief: (attempt) => attempt > BRIEF_RETRIES,
    none: () => true,
};
const BRIEF_RETRIES = 2;
/** Inside the window a poll that failed is repeated as soon as the next one would be sent, unless ARM says when. */
const POLL_BACKOFF_MS = { tight: 250, 'as-told': Number.POSITIVE_INFINITY };
function refusal(request, answer) {
    return new arm_error/* ArmError */.dW({
        method: request.method,
        path: pathOf(request.url),
        status: answer.status,
        body: (0,arm_error/* readErrorBody */.Nk)(answer.body, answer.status),
        requestId: answer.headers['x-ms-request-id'],
        correlationId: answer.headers['x-ms-correlation-request-id'],
    });
}

;// CONCATENATED MODULE: ./lib/azure/connect.js



/** Azure Resource Manager, signed in. Nothing is sent before the first call. */
async function connect(options) {
    const transport = createArmTransport({
        ...options,
        credential: await createCredential(options),
    });
    return createArm({ transport, clock: options.clock, emit: options.emit });
}

;// CONCATENATED MODULE: ./lib/azure-session.js


/** What Entra ID expects as audience of a federated token. */
const TOKEN_EXCHANGE_AUDIENCE = 'api://AzureADTokenExchange';
/** ARM as the inputs describe it; GitHub gives the OIDC token, and its log hides every token. */
function openArm(inputs, clock, emit) {
    return connect({
        signIn: inputs.signIn,
        ...(inputs.authorityHost === undefined ? {} : { authorityHost: inputs.authorityHost }),
        endpoint: inputs.resourceManagerEndpoint,
        subscriptionId: inputs.subscriptionId,
        clock,
        emit,
        debug: (message) => ((0,core/* isDebug */._o)() ? (0,core/* debug */.Yz)(message()) : undefined),
        getAssertion: githubToken,
        mask: core/* setSecret */.Pq,
    });
}
async function githubToken() {
    try {
        return await (0,core/* getIDToken */.V9)(TOKEN_EXCHANGE_AUDIENCE);
    }
    catch (error) {
        throw new Error('auth oidc: GitHub gave no OIDC token. Add to the job: "permissions: { id-token: write }". ' +
            `GitHub said: ${error instanceof Error ? error.message : error}`, { cause: error });
    }
}


/***/ }),

/***/ 8202:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Iv: () => (/* binding */ ArmOperationError),
/* harmony export */   MZ: () => (/* binding */ codesOf),
/* harmony export */   Nk: () => (/* binding */ readErrorBody),
/* harmony export */   dW: () => (/* binding */ ArmError),
/* harmony export */   i5: () => (/* binding */ NoAnswerError),
/* harmony export */   pG: () => (/* binding */ ArmOperationTimeoutError),
/* harmony export */   ze: () => (/* binding */ UncertainWriteError)
/* harmony export */ });
/** ARM refused a request: nothing was changed by it. */
class ArmError extends Error {
    name = 'ArmError';
    code;
    status;
    facts;
    constructor(facts) {
        super(`ARM refused ${facts.method} ${facts.path}: ${facts.status} ${describe(facts)}`);
        this.code = facts.body.code;
        this.status = facts.status;
        this.facts = facts;
    }
}
/** A long-running operation that ARM had accepted ended otherwise than `Succeeded`: it may have changed something. */
class ArmOperationError extends Error {
    name = 'ArmOperationError';
    code;
    status;
    #body;
    constructor(status, facts) {
        super(`ARM accepted ${facts.method} ${facts.path}, and the operation ended as ${status}: ${describe(facts)}`);
        this.code = facts.body.code;
        this.status = status;
        this.#body = facts.body;
    }
    /** Another writer's update of the same resource has taken the place of ours. ARM says so in a detail of `Canceled`. */
    get isSuperseded() {
        return codesOf(this.#body).includes('CanceledAndSupersededDueToAnotherOperation');
    }
}
/** A long-running operation that ARM had accepted did not end in its time: what becomes of it is not known. */
class ArmOperationTimeoutError extends Error {
    name = 'ArmOperationTimeoutError';
    code = 'OperationTimeout';
}
/** A request got no answer: whether ARM has seen it is not known. */
class NoAnswerError extends Error {
    name = 'NoAnswerError';
    code = 'NoAnswer';
}
/**
 * A write was sent and whether ARM has carried it out is not known: no answer came, or ARM failed while answering. Never
 * repeated blindly: the caller compares the live state first.
 */
class UncertainWriteError extends Error {
    name = 'UncertainWriteError';
}
function describe(facts) {
    const { body, correlationId, requestId } = facts;
    const details = (body.details ?? [])
        .filter((detail) => detail.message !== undefined && detail.message !== body.message)
        .map((detail) => ` [${detail.code ?? 'detail'}: ${detail.message}]`)
        .join('');
    const ids = [
        correlationId === undefined ? undefined : `correlation id ${correlationId}`,
        requestId === undefined ? undefined : `request id ${requestId}`,
    ].filter((id) => id !== undefined);
    return (`${body.code}: ${body.message}${details}${policyAssignments(body)}` +
        (ids.length === 0 ? '' : ` (${ids.join(', ')})`));
}
/** `RequestDisallowedByPolicy` names its assignment only in `additionalInfo`; without it nobody knows whom to ask. */
function policyAssignments(body) {
    const names = (body.additionalInfo ?? []).flatMap((entry) => {
        const info = entry.info;
        if (entry.type !== 'PolicyViolation' || typeof info !== 'object' || info === null) {
            return [];
        }
        const facts = info;
        const name = facts.policyAssignmentDisplayName ?? facts.policyAssignmentName;
        return typeof name === 'string' ? [name] : [];
    });
    return names.length === 0 ? '' : ` Policy assignment: ${names.join(', ')}.`;
}
/** The code of an error and those of its details: which of them says what matters differs from service to service. */
function codesOf({ code, details = [] }) {
    return [code, ...details.flatMap((detail) => (detail.code === undefined ? [] : [detail.code]))];
}
/** Reads an error body in any of ARM's shapes; what is not one becomes an error that shows the start of the answer. */
function readErrorBody(body, status) {
    const error = typeof body === 'object' && body !== null && 'error' in body ? body.error : body;
    if (typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string') {
        const { code } = error;
        const message = 'message' in error && typeof error.message === 'string' ? error.message : '';
        const details = 'details' in error && Array.isArray(error.details) ? { details: error.details } : {};
        const additionalInfo = 'additionalInfo' in error && Array.isArray(error.additionalInfo)
            ? { additionalInfo: error.additionalInfo }
            : {};
        return { code, message, ...details, ...additionalInfo };
    }
    const text = typeof body === 'string' ? body : JSON.stringify(body ?? '');
    return { code: `Http${status}`, message: text.slice(0, 300) };
}


/***/ }),

/***/ 8481:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   RQ: () => (/* binding */ parseResourceId),
/* harmony export */   Tp: () => (/* binding */ resourceGroupOf),
/* harmony export */   Vb: () => (/* binding */ nameOf),
/* harmony export */   a: () => (/* binding */ resourceId),
/* harmony export */   bY: () => (/* binding */ topLevelId),
/* harmony export */   s: () => (/* binding */ sameId)
/* harmony export */ });
const RESOURCE_ID = /^\/subscriptions\/(?<subscription>[^/]+)\/resourceGroups\/(?<group>[^/]+)\/providers\/(?<provider>[^/]+)\/(?<kind>[^/]+)\/(?<name>[^/]+)$/i;
/** Parses the id of a top-level resource; undefined for anything else. */
function parseResourceId(id) {
    const parts = RESOURCE_ID.exec(id)?.groups;
    if (parts?.subscription === undefined ||
        parts.group === undefined ||
        parts.provider === undefined ||
        parts.kind === undefined ||
        parts.name === undefined) {
        return undefined;
    }
    return {
        subscriptionId: parts.subscription,
        resourceGroup: parts.group,
        type: `${parts.provider}/${parts.kind}`,
        name: parts.name,
        id,
    };
}
function resourceId(subscriptionId, resourceGroup, type, name) {
    return `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}/providers/${type}/${name}`;
}
function sameId(left, right) {
    return left !== undefined && right !== undefined && left.toLowerCase() === right.toLowerCase();
}
/** The last segment: `web` of `.../frontendIPConfigurations/web`. */
function nameOf(id) {
    return id.slice(id.lastIndexOf('/') + 1);
}
/** The id of the top-level resource that a child belongs to: `.../loadBalancers/lb1`. */
function topLevelId(childId) {
    return childId.split('/').slice(0, 9).join('/');
}
/** Name of the resource group in an id of any depth; undefined for what lies in none. */
function resourceGroupOf(id) {
    return /\/resourceGroups\/([^/]+)/i.exec(id)?.[1];
}


/***/ }),

/***/ 7573:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Pr: () => (/* binding */ meaningOf),
/* harmony export */   Vs: () => (/* binding */ retryAfterMs),
/* harmony export */   jo: () => (/* binding */ backoffMs)
/* harmony export */ });
/* harmony import */ var _arm_error_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8202);

/** Codes that mean "another operation holds this resource": seconds, not a quota. Source: Microsoft.Network errors. */
const HELD_BY_ANOTHER_OPERATION = [
    'RetryableError',
    'RetryableErrorDueToAnotherOperation',
    'AnotherOperationInProgress',
    'ReferencedResourceNotProvisioned',
];
const ANOTHER_OPERATION_MS = 1_000;
const LONGEST_BACKOFF_MS = 10_000;
/**
 * @param attempt 1 for the answer to the first try; backoff doubles with it.
 */
function meaningOf(answer, attempt) {
    const { status } = answer;
    const codes = (0,_arm_error_js__WEBPACK_IMPORTED_MODULE_0__/* .codesOf */ .MZ)((0,_arm_error_js__WEBPACK_IMPORTED_MODULE_0__/* .readErrorBody */ .Nk)(answer.body, status));
    if (codes.some((code) => HELD_BY_ANOTHER_OPERATION.includes(code))) {
        return { kind: 'later', afterMs: ANOTHER_OPERATION_MS };
    }
    if (status === 429) {
        return { kind: 'later', afterMs: retryAfterMs(answer) ?? backoffMs(attempt) };
    }
    if (status === 408 || status >= 500) {
        return { kind: 'uncertain', afterMs: retryAfterMs(answer) ?? backoffMs(attempt) };
    }
    return { kind: 'refused' };
}
/** 0.5 s, doubling, up to 10 s. */
function backoffMs(attempt) {
    return Math.min(LONGEST_BACKOFF_MS, 500 * 2 ** (attempt - 1));
}
/** `Retry-After` in seconds or as an HTTP date (RFC 9110, 10.2.3). A date is measured against the answer's own `date`. */
function retryAfterMs(answer) {
    const value = answer.headers['retry-after'];
    if (value === undefined) {
        return undefined;
    }
    const seconds = Number(value);
    if (Number.isFinite(seconds)) {
        return Math.max(0, seconds * 1000);
    }
    const wait = Date.parse(value) - Date.parse(answer.headers.date ?? '');
    return Number.isFinite(wait) ? Math.max(0, wait) : undefined;
}


/***/ }),

/***/ 1848:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   W: () => (/* binding */ cancellation)
/* harmony export */ });
/* unused harmony export CancelledError */
/** The job was cancelled or ran out of time. */
class CancelledError extends Error {
    name = 'CancelledError';
    code = 'Cancelled';
}
/** 128 + 15: what a process that SIGTERM ended returns. */
const TERMINATED = 143;
/**
 * The runner cancels with SIGINT, sends SIGTERM 7.5 s later and kills 2.5 s after that. At the first the run stops
 * where it is and tells of it; at the second it leaves at once. In both cases `post` goes on from the saved state. More
 * signals change nothing.
 */
function cancellation() {
    const controller = new AbortController();
    process.on('SIGINT', () => controller.abort(new CancelledError('The run was cancelled.')));
    process.on('SIGTERM', () => process.exit(TERMINATED));
    return controller.signal;
}


/***/ }),

/***/ 9747:
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
    const report = buildReport(await runFacts(recorder, ending), recorder.events, conclusionOf(ending));
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

/***/ 1440:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   m: () => (/* binding */ systemClock)
/* harmony export */ });
/* harmony import */ var node_timers_promises__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8500);

/**
 * The machine's own clocks. `monotonicMs` is CLOCK_MONOTONIC, which every thread and process of one machine shares:
 * the prober's samples, taken in a worker thread, lie on the same axis as the ARM operations.
 */
const systemClock = {
    monotonicMs: () => Number(process.hrtime.bigint()) / 1e6,
    epochMs: () => Date.now(),
    sleep: async (durationMs, signal) => {
        try {
            await (0,node_timers_promises__WEBPACK_IMPORTED_MODULE_0__.setTimeout)(Math.max(0, durationMs), undefined, signal === undefined ? {} : { signal });
        }
        catch (error) {
            throw signal?.aborted ? signal.reason : error;
        }
    },
};


/***/ }),

/***/ 8768:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   N: () => (/* binding */ withDeadline),
/* harmony export */   j: () => (/* binding */ DeadlineError)
/* harmony export */ });
/** A wait came to the end of its time. The message says what was waited for. */
class DeadlineError extends Error {
    name = 'DeadlineError';
}
/** Runs `work` with a signal that aborts when the caller's does, or with a DeadlineError when the time is up. */
async function withDeadline({ clock, signal, timeoutMs, subject }, work) {
    const expiry = new AbortController();
    const finished = new AbortController();
    const timer = clock.sleep(timeoutMs, finished.signal).then(() => expiry.abort(new DeadlineError(`Gave up after ${Math.round(timeoutMs / 100) / 10} s waiting for ${subject}.`)), () => undefined);
    try {
        return await work(AbortSignal.any([signal, expiry.signal]));
    }
    finally {
        finished.abort();
        await timer;
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

/***/ 6227:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  K: () => (/* binding */ readInputs)
});

// UNUSED EXPORTS: InputError

;// CONCATENATED MODULE: ./lib/inputs/input-error.js
/** An input cannot be acted on. Nothing has been sent. */
class InputError extends Error {
    name = 'InputError';
    code = 'InvalidInput';
    input;
    /** `problem` names the value, unless it is a secret's, and what is allowed. */
    constructor(input, problem, options) {
        super(`${input}: ${problem}`, options);
        this.input = input;
    }
}
function misunderstood(input, value, allowed) {
    return new InputError(input, `'${value}' is not understood. Allowed: ${allowed}.`);
}

;// CONCATENATED MODULE: ./lib/inputs/duration.js

/** Largest first: the order in which they are written. Milliseconds each. */
const units = { h: 3_600_000, m: 60_000, s: 1000, ms: 1 };
const written = /^(?:(?<h>\d+)h)?(?:(?<m>\d+)m(?!s))?(?:(?<s>\d+)s)?(?:(?<ms>\d+)ms)?$/;
const durationGrammar = 'whole hours, minutes, seconds and milliseconds, largest first (10m, 1m30s, 2s, 250ms)';
/** Reads `1m30s` as 90000. A bare number is refused: of what? Undefined where the text is not written so. */
function parseDurationMs(text) {
    const groups = written.exec(text)?.groups;
    if (text === '' || groups === undefined)
        return undefined;
    return Object.entries(units).reduce((sumMs, [unit, unitMs]) => sumMs + Number(groups[unit] ?? 0) * unitMs, 0);
}
/** Writes a whole number of milliseconds as `parseDurationMs` reads it: `1m30s`. */
function formatDuration(durationMs) {
    let restMs = durationMs;
    let text = '';
    for (const [unit, unitMs] of Object.entries(units)) {
        const count = Math.floor(restMs / unitMs);
        restMs -= count * unitMs;
        text += count === 0 ? '' : `${count}${unit}`;
    }
    return text === '' ? '0s' : text;
}
function readDurationMs(read, name, { leastMs, mostMs }) {
    const value = read(name);
    const durationMs = parseDurationMs(value);
    const range = `from ${formatDuration(leastMs)} to ${formatDuration(mostMs)}`;
    if (durationMs === undefined) {
        throw misunderstood(name, value, `${durationGrammar}, ${range}`);
    }
    if (durationMs < leastMs || durationMs > mostMs) {
        throw new InputError(name, `'${value}' is out of range. Allowed: ${range}.`);
    }
    return durationMs;
}

// EXTERNAL MODULE: ./lib/probe/connect-to.js
var connect_to = __webpack_require__(4572);
// EXTERNAL MODULE: ./lib/probe/expectation.js
var probe_expectation = __webpack_require__(1412);
// EXTERNAL MODULE: ./lib/probe/target.js
var target = __webpack_require__(8373);
// EXTERNAL MODULE: ./lib/probe/version-marker.js
var version_marker = __webpack_require__(6225);
;// CONCATENATED MODULE: ./lib/inputs/definitions.js
/** Every input, in the order of action.yml and of the README. A test compares the four. */
const inputDefinitions = {
    strategy: { type: 'enum', required: 'to release', allowedValues: ['vip-swap'] },
    command: {
        type: 'enum',
        default: 'run',
        allowedValues: ['run', 'plan', 'status', 'rollback', 'recover', 'unlock'],
    },
    'subscription-id': { type: 'string' },
    'resource-group': { type: 'string' },
    'production-public-ip': {
        type: 'list',
        required: 'always',
        takes: 'name or resource ID of a public IP address',
    },
    'target-load-balancer': {
        type: 'string',
        required: 'to release',
        takes: 'name or resource ID of a load balancer',
    },
    'target-frontend': { type: 'list' },
    'swap-method': { type: 'enum', default: 'auto', allowedValues: ['auto', 'native', 'temporary-ip'] },
    'spare-public-ip': { type: 'list' },
    'temporary-ip-tags': { type: 'string' },
    'target-check': { type: 'string', default: 'on' },
    'allow-address-change': { type: 'boolean', default: 'false' },
    'allow-smaller-target': { type: 'boolean', default: 'false' },
    probe: { type: 'enum', default: 'on', allowedValues: ['on', 'off'] },
    'probe-url': { type: 'string' },
    'probe-connect-to': { type: 'string' },
    'probe-interval': { type: 'string', default: '250ms' },
    'probe-timeout': { type: 'string', default: '2s' },
    'probe-expect': { type: 'string' },
    'probe-version': { type: 'string' },
    'max-downtime': { type: 'string' },
    timeout: { type: 'string', default: '60m' },
    'verify-timeout': { type: 'string', default: '2m' },
    'on-failure': { type: 'enum', default: 'rollback', allowedValues: ['rollback', 'stop'] },
    'on-interrupted': { type: 'enum', default: 'fail', allowedValues: ['fail', 'recover'] },
    'recover-to': { type: 'enum', default: 'auto', allowedValues: ['auto', 'finish', 'undo'] },
    'lock-timeout': { type: 'string', default: '0s' },
    'unlock-reason': { type: 'string' },
    record: { type: 'enum', default: 'last', allowedValues: ['last', 'none'] },
    auth: {
        type: 'enum',
        default: 'oidc',
        allowedValues: ['oidc', 'service-principal', 'managed-identity', 'azure-cli'],
    },
    'client-id': { type: 'string' },
    'tenant-id': { type: 'string' },
    'client-secret': { type: 'string' },
    'resource-manager-endpoint': { type: 'string', default: 'https://management.azure.com' },
    'authority-host': { type: 'string' },
    'report-path': { type: 'string' },
};

;// CONCATENATED MODULE: ./lib/inputs/read.js


/** @param source the raw value of an input, empty where it was not given. */
function readFrom(source) {
    return (name) => {
        const definition = inputDefinitions[name];
        const value = source(name).trim() || (definition.default ?? '');
        if (value === '' && definition.required === 'always') {
            throw missing(name);
        }
        return value;
    };
}
/** The value of an input that a release cannot do without, and other commands can. */
function readNeeded(read, name) {
    const value = read(name);
    if (value === '') {
        throw missing(name);
    }
    return value;
}
function missing(name) {
    const definition = inputDefinitions[name];
    const allowed = definition.allowedValues?.join(', ') ?? definition.takes;
    return new InputError(name, `is missing. Allowed: ${allowed}.`);
}
function readChoice(read, name) {
    const value = readNeeded(read, name);
    const allowed = inputDefinitions[name].allowedValues;
    const choice = allowed.find((each) => each === value);
    if (choice === undefined) {
        throw new InputError(name, `'${value}' is not known. Allowed: ${allowed.join(', ')}.`);
    }
    return choice;
}
/** The spellings that YAML 1.2 gives a boolean, as GitHub's own toolkit reads them. */
function readBoolean(read, name) {
    const value = read(name);
    if (/^(true|True|TRUE)$/.test(value))
        return true;
    if (/^(false|False|FALSE)$/.test(value))
        return false;
    throw new InputError(name, `'${value}' is not a boolean. Allowed: true, false.`);
}
/** Values between commas or newlines. None where the input is empty. */
function readList(read, name) {
    const value = read(name);
    const items = value
        .split(/[,\n]/)
        .map((item) => item.trim())
        .filter((item) => item !== '');
    if (value !== '' && items.length === 0) {
        throw misunderstood(name, value, 'values between commas or newlines');
    }
    const repeated = items.find((item, index) => isAmong(item, items.slice(0, index)));
    if (repeated !== undefined) {
        throw new InputError(name, `'${repeated}' is named twice. Allowed: each value once.`);
    }
    return items;
}
/** ARM compares names and ids without case. */
function isAmong(item, others) {
    return others.some((other) => other.toLowerCase() === item.toLowerCase());
}
/** The value of an optional input; undefined where it is empty. */
function readOptional(read, name, parse) {
    const value = read(name);
    return value === '' ? undefined : parse(value);
}
/** Reads by a grammar that belongs to another module, whose errors name the input, the value and what is allowed. */
function readBy(read, name, parse) {
    return readOptional(read, name, (value) => {
        try {
            return parse(value);
        }
        catch (error) {
            const problem = error instanceof Error ? error.message : String(error);
            throw new InputError(name, problem.replace(`${name}: `, ''), { cause: error });
        }
    });
}

;// CONCATENATED MODULE: ./lib/inputs/url.js

const loopback = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;
/**
 * Reads the address of a service that is given tokens or secrets: `https://management.azure.com`. In clear text only to this
 * machine, where an emulator may listen.
 *
 * @returns the origin and path, without a slash at the end.
 */
function parseServiceUrl(name, value) {
    const url = URL.parse(withoutCredentials(name, value));
    const isWeb = url?.protocol === 'https:' || url?.protocol === 'http:';
    if (url === null || !isWeb || url.search !== '' || url.hash !== '') {
        throw misunderstood(name, value, 'https://HOST[:PORT][/PATH]');
    }
    if (url.protocol === 'http:' && !loopback.test(url.hostname)) {
        throw new InputError(name, `'${value}' would send tokens in clear text. Allowed: https://HOST[:PORT]; http:// only to this machine.`);
    }
    return url.href.replace(/\/+$/, '');
}
/** Reads a URL that an answer is asked of: `http://blue.example.com/health`. */
function parseWebUrl(name, value, allowed) {
    const url = URL.parse(withoutCredentials(name, value));
    if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
        throw misunderstood(name, value, allowed);
    }
    return url.href;
}
/** Refuses a URL with a user or password before anything else can print it: logs and reports show URLs as they are. */
function withoutCredentials(name, value) {
    const url = URL.parse(value);
    if (url !== null && (url.username !== '' || url.password !== '')) {
        throw new InputError(name, `the URL of ${url.host} has a user or password in it. Allowed: a URL without.`);
    }
    return value;
}

;// CONCATENATED MODULE: ./lib/inputs/probe.js








/** Those that say nothing without a probe. Inputs with a default are not among them: they are never left out. */
const needProbe = ['probe-url', 'probe-connect-to', 'probe-expect', 'probe-version', 'max-downtime'];
/** A faster prober would load production and this machine more than it would tell; a slower one would miss outages. */
const intervalRange = { leastMs: 10, mostMs: 60_000 };
const timeoutRange = { leastMs: 10, mostMs: 60_000 };
const downtimeRange = { leastMs: 0, mostMs: 86_400_000 };
function readProbe(read) {
    if (readChoice(read, 'probe') === 'off') {
        refuseWithoutProbe(read);
        return { kind: 'off' };
    }
    const url = readBy(read, 'probe-url', (value) => (0,target/* parseProbeUrl */.j)(withoutCredentials('probe-url', value)));
    const versionMarker = readBy(read, 'probe-version', version_marker/* parseVersionMarker */.g);
    const expectation = readBy(read, 'probe-expect', probe_expectation/* parseProbeExpectation */._Q);
    refuseOfTcp(url, { 'probe-expect': expectation, 'probe-version': versionMarker });
    return {
        kind: 'on',
        ...(url === undefined ? {} : { url }),
        connectTo: readBy(read, 'probe-connect-to', connect_to/* parseConnectTo */.zs) ?? [],
        intervalMs: readDurationMs(read, 'probe-interval', intervalRange),
        timeoutMs: readDurationMs(read, 'probe-timeout', timeoutRange),
        expectation: expectation ?? probe_expectation/* anySuccess */.Kg,
        ...(versionMarker === undefined ? {} : { versionMarker }),
        ...(read('max-downtime') === ''
            ? {}
            : { maxDowntimeMs: readDurationMs(read, 'max-downtime', downtimeRange) }),
    };
}
function refuseWithoutProbe(read) {
    const given = needProbe.find((name) => read(name) !== '');
    if (given !== undefined) {
        throw new InputError(given, `'${read(given)}' contradicts probe 'off': nobody asks production then. Leave it out, or set probe: on.`);
    }
}
/** A TCP connection has no answer to look at. */
function refuseOfTcp(url, aboutAnswers) {
    if (url?.protocol !== 'tcp:')
        return;
    for (const name of ['probe-expect', 'probe-version']) {
        if (aboutAnswers[name] !== undefined) {
            throw new InputError(name, `contradicts probe-url '${url.href}': a TCP connection has no answer to look at. Leave it out, or ask by HTTP.`);
        }
    }
}

;// CONCATENATED MODULE: ./lib/inputs/guid.js


const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
function isGuid(text) {
    return guid.test(text);
}
function readGuid(read, name) {
    return readOptional(read, name, (value) => {
        if (!isGuid(value)) {
            throw misunderstood(name, value, 'a GUID (00000000-0000-0000-0000-000000000000)');
        }
        return value;
    });
}

;// CONCATENATED MODULE: ./lib/inputs/sign-in.js



/** Why `auth` cannot take an input: what is signed in comes from elsewhere. */
const elsewhere = {
    oidc: { 'client-secret': "GitHub's token takes its place" },
    'service-principal': {},
    'managed-identity': {
        'tenant-id': 'the identity belongs to the tenant of the machine',
        'client-secret': 'the machine is its proof',
    },
    'azure-cli': {
        'client-id': '`az login` has chosen who is signed in',
        'client-secret': '`az login` has signed in already',
    },
};
/** Reads `auth` and the inputs that belong to it. */
function readSignIn(read) {
    const kind = readChoice(read, 'auth');
    for (const [part, reason] of Object.entries(elsewhere[kind])) {
        if (read(part) !== '') {
            throw new InputError(part, `contradicts auth '${kind}': ${reason}. Leave it out, or choose another auth.`);
        }
    }
    const clientId = readGuid(read, 'client-id');
    const tenantId = readTenant(read);
    switch (kind) {
        case 'oidc':
            return {
                kind,
                tenantId: needed('tenant-id', kind, tenantId),
                clientId: needed('client-id', kind, clientId),
            };
        case 'service-principal':
            return {
                kind,
                tenantId: needed('tenant-id', kind, tenantId),
                clientId: needed('client-id', kind, clientId),
                clientSecret: needed('client-secret', kind, read('client-secret') || undefined),
            };
        case 'managed-identity':
            return { kind, ...(clientId === undefined ? {} : { clientId }) };
        case 'azure-cli':
            return { kind, ...(tenantId === undefined ? {} : { tenantId }) };
    }
}
function readTenant(read) {
    const value = read('tenant-id');
    if (value !== '' && !/^[a-z0-9][a-z0-9.-]*$/i.test(value)) {
        throw misunderstood('tenant-id', value, 'a GUID, or a domain of the tenant (contoso.onmicrosoft.com)');
    }
    return value === '' ? undefined : value;
}
function needed(name, auth, value) {
    if (value === undefined) {
        throw new InputError(name, `is missing, and auth '${auth}' needs it. Set it, or choose another auth.`);
    }
    return value;
}

// EXTERNAL MODULE: ./lib/azure/resource-id.js
var resource_id = __webpack_require__(8481);
;// CONCATENATED MODULE: ./lib/inputs/resource.js



/** Azure's rules for the names of network resources and of resource groups. */
const resourceName = /^[a-z0-9](?:[\w.-]{0,78}\w)?$/i;
const groupName = /^[\p{L}\p{N}_().-]{0,89}[\p{L}\p{N}_()-]$/u;
function readScope(read) {
    const resourceGroup = read('resource-group');
    if (resourceGroup !== '' && !groupName.test(resourceGroup)) {
        throw misunderstood('resource-group', resourceGroup, 'the name of a resource group, not its id');
    }
    return {
        subscriptionId: readGuid(read, 'subscription-id'),
        resourceGroup: resourceGroup === '' ? undefined : resourceGroup,
    };
}
/** The id of a resource given by its name or its id. */
function toResourceId(name, value, type, scope) {
    return value.includes('/') ? checkedId(name, value, type) : idOfName(name, value, type, scope);
}
function checkedId(name, value, type) {
    const parsed = (0,resource_id/* parseResourceId */.RQ)(value);
    if (parsed === undefined || !isGuid(parsed.subscriptionId) || !resourceName.test(parsed.name)) {
        throw misunderstood(name, value, `a name, or ${idForm(type)}`);
    }
    if (parsed.type.toLowerCase() !== type.toLowerCase()) {
        throw new InputError(name, `'${value}' is the id of a ${parsed.type}. Allowed: ${idForm(type)}.`);
    }
    return value;
}
function idOfName(name, value, type, { subscriptionId, resourceGroup }) {
    if (!resourceName.test(value)) {
        throw misunderstood(name, value, `a name, or ${idForm(type)}`);
    }
    if (subscriptionId === undefined || resourceGroup === undefined) {
        const missing = subscriptionId === undefined ? 'subscription-id' : 'resource-group';
        throw new InputError(missing, `is missing, and ${name} '${value}' is a name in it. Set it, or give the resource ID.`);
    }
    return (0,resource_id/* resourceId */.a)(subscriptionId, resourceGroup, type, value);
}
function idForm(type) {
    return `/subscriptions/GUID/resourceGroups/GROUP/providers/${type}/NAME`;
}

;// CONCATENATED MODULE: ./lib/inputs/tags.js

const grammar = 'a JSON object of strings ({"cost-center": "42"}), or one NAME=VALUE a line';
/** Azure's limits for tags of a resource. */
const limits = { count: 50, nameLength: 512, valueLength: 256, forbidden: /[<>%&\\?/]/ };
/**
 * Reads the input `temporary-ip-tags`.
 *
 * @throws InputError also for what Azure would refuse: it would do so in the middle of the run.
 */
function parseTags(value) {
    const entries = value.startsWith('{') ? entriesOfJson(value) : value.split('\n').map(entryOfLine);
    for (const [name, text] of entries) {
        if (name === '' || name.length > limits.nameLength || limits.forbidden.test(name)) {
            throw refused(`the name '${name}'`, 'names of 1 to 512 characters without < > % & \\ ? /');
        }
        if (text.length > limits.valueLength) {
            throw refused(`the value of '${name}'`, 'values of at most 256 characters');
        }
    }
    const names = new Set(entries.map(([name]) => name.toLowerCase()));
    if (names.size !== entries.length || names.size > limits.count) {
        throw refused(`this set of ${entries.length} tags`, 'at most 50, each name once, whatever its case');
    }
    return Object.fromEntries(entries);
}
function entriesOfJson(value) {
    const parsed = parseJson(value);
    if (typeof parsed !== 'object' || parsed === null) {
        throw misunderstood('temporary-ip-tags', value, grammar);
    }
    return Object.entries(parsed).map(([name, text]) => {
        if (typeof text !== 'string') {
            throw misunderstood('temporary-ip-tags', value, grammar);
        }
        return [name, text];
    });
}
function parseJson(value) {
    try {
        return JSON.parse(value);
    }
    catch {
        return undefined;
    }
}
function entryOfLine(line) {
    const separator = line.indexOf('=');
    if (separator === -1) {
        throw misunderstood('temporary-ip-tags', line.trim(), grammar);
    }
    return [line.slice(0, separator).trim(), line.slice(separator + 1).trim()];
}
function refused(what, allowed) {
    return new InputError('temporary-ip-tags', `Azure does not take ${what}. Allowed: ${allowed}.`);
}

;// CONCATENATED MODULE: ./lib/inputs/vip-swap.js






const publicIp = 'Microsoft.Network/publicIPAddresses';
const loadBalancer = 'Microsoft.Network/loadBalancers';
/** Reads the goal of `strategy: vip-swap`. */
function readVipSwapGoal(read) {
    const scope = readScope(read);
    const production = readIds(read, 'production-public-ip', publicIp, scope);
    const target = toResourceId('target-load-balancer', readNeeded(read, 'target-load-balancer'), loadBalancer, scope);
    const goal = {
        ...readTerms(read, scope, production, subscriptionOf(target)),
        targetLoadBalancerId: target,
        targetFrontends: readList(read, 'target-frontend'),
    };
    refuseOtherSubscriptions(goal.subscriptionId, 'target-load-balancer', [target]);
    refuseTooMany('target-frontend', goal.targetFrontends, goal);
    return goal;
}
/** Reads what a rollback needs: it finds by itself where production was. */
function readSwapTerms(read) {
    const scope = readScope(read);
    const production = readIds(read, 'production-public-ip', publicIp, scope);
    return readTerms(read, scope, production, subscriptionOf(production[0] ?? ''));
}
/** Reads which addresses `status`, `recover` and `unlock` are about. */
function readProductionAddresses(read) {
    const scope = readScope(read);
    const productionPublicIpIds = readIds(read, 'production-public-ip', publicIp, scope);
    const subscriptionId = scope.subscriptionId ?? subscriptionOf(productionPublicIpIds[0] ?? '');
    refuseOtherSubscriptions(subscriptionId, 'production-public-ip', productionPublicIpIds);
    return {
        subscriptionId,
        productionPublicIpIds,
        temporaryIpTags: readOptional(read, 'temporary-ip-tags', parseTags) ?? {},
    };
}
function readTerms(read, scope, productionPublicIpIds, subscriptionOfIds) {
    const terms = {
        subscriptionId: scope.subscriptionId ?? subscriptionOfIds,
        productionPublicIpIds,
        swapMethod: readChoice(read, 'swap-method'),
        sparePublicIpIds: readIds(read, 'spare-public-ip', publicIp, scope),
        temporaryIpTags: readOptional(read, 'temporary-ip-tags', parseTags) ?? {},
        targetCheck: readTargetCheck(read),
        allowAddressChange: readBoolean(read, 'allow-address-change'),
        allowSmallerTarget: readBoolean(read, 'allow-smaller-target'),
    };
    refuseContradictions(terms);
    return terms;
}
function readIds(read, name, type, scope) {
    const ids = readList(read, name).map((value) => toResourceId(name, value, type, scope));
    const repeated = ids.find((id, index) => ids.slice(0, index).some((other) => (0,resource_id/* sameId */.s)(id, other)));
    if (repeated !== undefined) {
        throw new InputError(name, `'${repeated}' is named twice, by its name and its id. Allowed: each resource once.`);
    }
    return ids;
}
function readTargetCheck(read) {
    const value = read('target-check');
    if (value === 'on')
        return { kind: 'own-address' };
    if (value === 'off')
        return { kind: 'off' };
    return { kind: 'url', url: parseWebUrl('target-check', value, 'on, off, or http[s]://HOST[:PORT][/PATH]') };
}
function refuseContradictions(terms) {
    const { subscriptionId, productionPublicIpIds, sparePublicIpIds } = terms;
    refuseOtherSubscriptions(subscriptionId, 'production-public-ip', productionPublicIpIds);
    refuseOtherSubscriptions(subscriptionId, 'spare-public-ip', sparePublicIpIds);
    refuseTooMany('spare-public-ip', sparePublicIpIds, terms);
    const both = sparePublicIpIds.find((id) => productionPublicIpIds.some((other) => (0,resource_id/* sameId */.s)(id, other)));
    if (both !== undefined) {
        throw new InputError('spare-public-ip', `'${both}' is a production-public-ip too. Allowed: a free address.`);
    }
    refuseUnusedTemporary(terms);
}
function refuseOtherSubscriptions(subscriptionId, name, ids) {
    const stranger = ids.find((id) => !(0,resource_id/* sameId */.s)(subscriptionOf(id), subscriptionId));
    if (stranger !== undefined) {
        throw new InputError(name, `'${stranger}' is outside of subscription ${subscriptionId}. Allowed: resources of one subscription.`);
    }
}
function refuseTooMany(name, values, { productionPublicIpIds }) {
    if (values.length > productionPublicIpIds.length) {
        throw new InputError(name, `'${values.join(', ')}' are more than the ${productionPublicIpIds.length} of production-public-ip. ` +
            'Allowed: at most one for each address.');
    }
}
function refuseUnusedTemporary(goal) {
    const spares = goal.sparePublicIpIds.join(', ');
    const tags = Object.keys(goal.temporaryIpTags).join(', ');
    if (goal.swapMethod === 'native' && spares !== '') {
        throw new InputError('spare-public-ip', `'${spares}' contradicts swap-method 'native', which needs no address between. Leave one of them out.`);
    }
    if (tags !== '' && goal.sparePublicIpIds.length === goal.productionPublicIpIds.length) {
        throw new InputError('temporary-ip-tags', `'${tags}' contradicts spare-public-ip '${spares}': no address is created. Leave one of them out.`);
    }
}
function subscriptionOf(id) {
    return (0,resource_id/* parseResourceId */.RQ)(id)?.subscriptionId ?? '';
}

;// CONCATENATED MODULE: ./lib/inputs.js








/** Shorter than the steady answers that a swap ends with, and no swap could ever succeed. */
const verifyRange = { leastMs: 5000, mostMs: 3_600_000 };
const inputs_timeoutRange = { leastMs: 1000, mostMs: 86_400_000 };
const lockRange = { leastMs: 0, mostMs: 86_400_000 };
/**
 * Reads and checks all inputs.
 *
 * @param source the raw value of an input, empty where it was not given: `core.getInput`.
 * @throws InputError for the first input that cannot be acted on.
 */
function readInputs(source) {
    const read = readFrom(source);
    const command = readChoice(read, 'command');
    const isRelease = command === 'run' || command === 'plan';
    const strategy = isRelease || read('strategy') !== '' ? readChoice(read, 'strategy') : '';
    const authorityHost = readOptional(read, 'authority-host', (value) => parseServiceUrl('authority-host', value));
    const reportPath = readOptional(read, 'report-path', (value) => value);
    const task = readTask(read, command);
    const timeoutMs = readDurationMs(read, 'timeout', inputs_timeoutRange);
    refuseEndlessWaiting(task, timeoutMs, read);
    return {
        strategy,
        task,
        subscriptionId: inputs_subscriptionOf(task),
        probe: readProbe(read),
        timeoutMs,
        verifyTimeoutMs: readDurationMs(read, 'verify-timeout', verifyRange),
        onFailure: readChoice(read, 'on-failure'),
        record: readChoice(read, 'record'),
        signIn: readSignIn(read),
        resourceManagerEndpoint: parseServiceUrl('resource-manager-endpoint', read('resource-manager-endpoint')),
        ...(authorityHost === undefined ? {} : { authorityHost }),
        ...(reportPath === undefined ? {} : { reportPath }),
    };
}
function readTask(read, command) {
    switch (command) {
        case 'run':
        case 'plan':
            return { command, goal: readVipSwapGoal(read), ...readWaiting(read) };
        case 'rollback':
            return { command, terms: readSwapTerms(read), ...readWaiting(read) };
        case 'recover':
            return { command, ...readProductionAddresses(read), recoverTo: readChoice(read, 'recover-to') };
        case 'status':
            return { command, ...readProductionAddresses(read) };
        case 'unlock':
            return { command, ...readProductionAddresses(read), reason: readUnlockReason(read) };
    }
}
function readWaiting(read) {
    return {
        lockTimeoutMs: readDurationMs(read, 'lock-timeout', lockRange),
        onInterrupted: readChoice(read, 'on-interrupted'),
    };
}
function refuseEndlessWaiting(task, timeoutMs, read) {
    if ('lockTimeoutMs' in task && task.lockTimeoutMs >= timeoutMs) {
        throw new InputError('lock-timeout', `'${read('lock-timeout')}' leaves no time of timeout '${read('timeout')}', which is for the release itself too. ` +
            'Allowed: less than timeout.');
    }
}
function readUnlockReason(read) {
    const reason = read('unlock-reason');
    if (reason === '') {
        throw new InputError('unlock-reason', 'is missing, and command unlock takes away what somebody else has locked. Say why: whoever misses the lock reads it.');
    }
    return reason;
}
function inputs_subscriptionOf(task) {
    switch (task.command) {
        case 'run':
        case 'plan':
            return task.goal.subscriptionId;
        case 'rollback':
            return task.terms.subscriptionId;
        default:
            return task.subscriptionId;
    }
}


/***/ }),

/***/ 7354:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   r: () => (/* binding */ headerOf)
/* harmony export */ });
/** A header's value by any spelling of its name; values of a repeated header are joined as on the wire. */
function headerOf(answer, name) {
    const value = answer.headers[name.toLowerCase()];
    return typeof value === 'object' ? value.join(', ') : value;
}


/***/ }),

/***/ 4572:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   X5: () => (/* binding */ endpointOf),
/* harmony export */   o4: () => (/* binding */ withoutBrackets),
/* harmony export */   zs: () => (/* binding */ parseConnectTo)
/* harmony export */ });
/* unused harmony export askedEndpoint */
const mapping = /^(?<fromHost>\[[^\]]+\]|[^:[\]]*):(?<fromPort>\d*):(?<toHost>\[[^\]]+\]|[^:[\]]*):(?<toPort>\d*)$/;
/**
 * Reads the input `probe-connect-to`: one `HOST1:PORT1:HOST2:PORT2` a line, in the meaning of curl's `--connect-to`.
 *
 * @throws Error naming the value and the allowed form.
 */
function parseConnectTo(value) {
    return value
        .split('\n')
        .map((line) => line.trim())
        .filter((line) => line !== '')
        .map(parseMapping);
}
function parseMapping(text) {
    const groups = mapping.exec(text)?.groups;
    const ports = [groups?.fromPort, groups?.toPort].filter((port) => port !== undefined && port !== '');
    if (groups === undefined || ports.some((port) => Number(port) < 1 || Number(port) > 65_535)) {
        throw new Error(`probe-connect-to: '${text}' is not understood. Allowed: HOST1:PORT1:HOST2:PORT2, any part of which may be ` +
            'empty, an IPv6 address in brackets (203.0.113.7:80:127.0.0.1:18080).');
    }
    return {
        ...(groups.fromHost ? { fromHost: withoutBrackets(groups.fromHost) } : {}),
        ...(groups.fromPort ? { fromPort: Number(groups.fromPort) } : {}),
        ...(groups.toHost ? { toHost: withoutBrackets(groups.toHost) } : {}),
        ...(groups.toPort ? { toPort: Number(groups.toPort) } : {}),
    };
}
/** Where requests to the target connect: by the first mapping that matches its URL, else to the production address. */
function endpointOf(target, mappings) {
    const asked = askedEndpoint(target);
    const matching = mappings.find(({ fromHost, fromPort }) => (fromHost === undefined || fromHost.toLowerCase() === asked.host.toLowerCase()) &&
        (fromPort === undefined || fromPort === asked.port));
    return {
        host: matching?.toHost ?? target.connectHost ?? asked.host,
        port: matching?.toPort ?? asked.port,
    };
}
/** Host and port that the target's URL names. */
function askedEndpoint(target) {
    const url = new URL(target.url);
    const defaultPort = target.protocol === 'https' ? 443 : 80;
    return { host: withoutBrackets(url.hostname), port: url.port === '' ? defaultPort : Number(url.port) };
}
function withoutBrackets(host) {
    return host.replace(/^\[(.*)\]$/, '$1');
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

/***/ 1412:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Kg: () => (/* binding */ anySuccess),
/* harmony export */   _Q: () => (/* binding */ parseProbeExpectation),
/* harmony export */   eg: () => (/* binding */ unmetBecause)
/* harmony export */ });
/* harmony import */ var _answer_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(7354);
/* harmony import */ var _pattern_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9396);


/** Any 2xx or 3xx: a redirect, which is never followed, shows that somebody serves. */
const anySuccess = { kind: 'status', from: 200, to: 399 };
/**
 * Reads the input `probe-expect`.
 *
 * @throws Error naming the value and the allowed forms.
 */
function parseProbeExpectation(value) {
    const expectation = parseStatus(value) ?? parseHeader(value) ?? parseBody(value);
    if (expectation !== undefined)
        return expectation;
    throw new Error(`probe-expect: '${value}' is not understood. Allowed: a status (200), a range of them (200-399), ` +
        'a pattern on the body (/ready/i), or a pattern on a header (header:content-type=/json/).');
}
function parseStatus(value) {
    const match = /^([1-5]\d\d)(?:-([1-5]\d\d))?$/.exec(value);
    if (match === null)
        return undefined;
    const from = Number(match[1]);
    const to = Number(match[2] ?? match[1]);
    return from <= to ? { kind: 'status', from, to } : undefined;
}
function parseHeader(value) {
    const { name, written } = /^header:(?<name>[\w-]+)=(?<written>.+)$/s.exec(value)?.groups ?? {};
    const pattern = written === undefined ? undefined : (0,_pattern_js__WEBPACK_IMPORTED_MODULE_0__/* .parsePattern */ .E)(written);
    return name === undefined || pattern === undefined ? undefined : { kind: 'header', name, pattern };
}
function parseBody(value) {
    const pattern = (0,_pattern_js__WEBPACK_IMPORTED_MODULE_0__/* .parsePattern */ .E)(value);
    return pattern === undefined ? undefined : { kind: 'body', pattern };
}
/** Why the answer is not the expected one; undefined where it is. A pattern is asked of a 2xx or 3xx only. */
function unmetBecause(answer, expectation) {
    const { from, to } = expectation.kind === 'status' ? expectation : anySuccess;
    if (answer.status < from || answer.status > to)
        return `status ${answer.status}`;
    switch (expectation.kind) {
        case 'status':
            return undefined;
        case 'body':
            return expectation.pattern.test(answer.body) ? undefined : `body does not match ${expectation.pattern}`;
        case 'header':
            return expectation.pattern.test((0,_answer_js__WEBPACK_IMPORTED_MODULE_1__/* .headerOf */ .r)(answer, expectation.name) ?? '')
                ? undefined
                : `header ${expectation.name} does not match ${expectation.pattern}`;
    }
}


/***/ }),

/***/ 9396:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   E: () => (/* binding */ parsePattern),
/* harmony export */   h: () => (/* binding */ groupCount)
/* harmony export */ });
/** `i`, `m`, `s` and `u` only: `g` and `y` make a RegExp remember where it was, so the second answer would be judged differently. */
const written = /^\/(?<source>.+)\/(?<flags>[imsu]*)$/s;
/** Reads `/source/flags`. Undefined where the text is not written so, or is no regular expression. */
function parsePattern(text) {
    const { source, flags } = written.exec(text)?.groups ?? {};
    if (source === undefined)
        return undefined;
    try {
        return new RegExp(source, flags);
    }
    catch {
        return undefined;
    }
}
/** How many groups the pattern captures, told by a variant of it that matches the empty string. */
function groupCount(pattern) {
    return (new RegExp(`${pattern.source}|`, pattern.flags).exec('')?.length ?? 1) - 1;
}


/***/ }),

/***/ 8373:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   j: () => (/* binding */ parseProbeUrl),
/* harmony export */   t: () => (/* binding */ chooseProbeTarget)
/* harmony export */ });
/* harmony import */ var node_net__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7030);

/**
 * Reads the input `probe-url`.
 *
 * @throws Error naming the value and the allowed forms.
 */
function parseProbeUrl(value) {
    const url = URL.parse(value);
    const isWeb = url?.protocol === 'http:' || url?.protocol === 'https:';
    const isTcp = url?.protocol === 'tcp:' && url.port !== '' && ['', '/'].includes(url.pathname + url.search);
    if (url !== null && (isWeb || isTcp) && url.hostname !== '' && url.username === '' && url.password === '') {
        return url;
    }
    throw new Error(`probe-url: '${value}' is not understood. Allowed: http://HOST[:PORT][/PATH], https://HOST[:PORT][/PATH] ` +
        'or tcp://HOST:PORT, without user or password.');
}
/**
 * Chooses what the prober asks: the given URL; else the first load-balancing rule whose health probe asks the served port
 * by HTTP; else the first rule by TCP; else a NAT rule, else a NAT pool, by TCP.
 */
function chooseProbeTarget(question) {
    if (question.probeUrl !== undefined) {
        return { kind: 'target', target: targetOfUrl(question.probeUrl, question.address), skipped: [] };
    }
    const { properties } = question.loadBalancer;
    const onFrontend = servedBy(question.frontendId);
    const rules = (properties.loadBalancingRules ?? []).filter(onFrontend);
    const natRules = (properties.inboundNatRules ?? []).filter(onFrontend);
    const natPools = (properties.inboundNatPools ?? []).filter(onFrontend);
    const skipped = [
        ...rules.map((rule) => describeSkipped('load-balancing rule', rule)),
        ...natRules.map((rule) => describeSkipped('inbound NAT rule', rule)),
        ...natPools.map((pool) => describeSkipped('inbound NAT pool', pool)),
    ].filter((sentence) => sentence !== undefined);
    const target = targetOfRules(rules.filter(isAskable), properties.probes ?? [], question.address) ??
        targetOfNat(natRules.filter(isAskable), natPools.filter(isAskable), question.address);
    return target === undefined ? { kind: 'none', skipped } : { kind: 'target', target, skipped };
}
function targetOfUrl(url, address) {
    const protocol = url.protocol === 'tcp:' ? 'tcp' : url.protocol === 'https:' ? 'https' : 'http';
    return { protocol, url: url.href, source: 'input probe-url', connectHost: address };
}
function targetOfRules(rules, healthProbes, address) {
    const byHealthProbe = rules
        .map((rule) => targetOfHealthProbe(rule, healthProbeOf(rule, healthProbes), address))
        .find((target) => target !== undefined);
    if (byHealthProbe !== undefined)
        return byHealthProbe;
    const [first] = rules;
    if (first === undefined)
        return undefined;
    return tcpTarget(address, first.properties.frontendPort, `load-balancing rule ${first.name}, by TCP, because no HTTP health probe asks the port it serves`);
}
/** A health probe on another port than the rule's says nothing about what the rule's port speaks. */
function targetOfHealthProbe(rule, healthProbe, address) {
    const protocol = healthProbe?.properties.protocol.toLowerCase();
    if (healthProbe === undefined || (protocol !== 'http' && protocol !== 'https'))
        return undefined;
    if (healthProbe.properties.port !== rule.properties.backendPort)
        return undefined;
    const path = `/${(healthProbe.properties.requestPath ?? '/').replace(/^\//, '')}`;
    return {
        protocol,
        url: `${protocol}://${bracketed(address)}:${rule.properties.frontendPort}${path}`,
        source: `load-balancing rule ${rule.name} and the path of health probe ${healthProbe.name}`,
    };
}
function healthProbeOf(rule, healthProbes) {
    const id = rule.properties.probe?.id;
    return healthProbes.find((healthProbe) => id !== undefined && isSameId(healthProbe.id, id));
}
function targetOfNat(rules, pools, address) {
    for (const { name, properties } of rules) {
        const port = properties.frontendPort || properties.frontendPortRangeStart;
        if (port)
            return tcpTarget(address, port, `inbound NAT rule ${name}, by TCP: one instance answers for all`);
    }
    const [pool] = pools;
    if (pool === undefined)
        return undefined;
    return tcpTarget(address, pool.properties.frontendPortRangeStart, `first port of inbound NAT pool ${pool.name}, by TCP: one instance answers for all`);
}
function tcpTarget(address, port, source) {
    return { protocol: 'tcp', url: `tcp://${bracketed(address)}:${port}`, source };
}
function servedBy(frontendId) {
    return ({ properties }) => isSameId(properties.frontendIPConfiguration?.id ?? '', frontendId);
}
function describeSkipped(kind, entry) {
    const reason = whyUnaskable(entry);
    return reason === undefined ? undefined : `${kind} ${entry.name} ${reason}`;
}
function isAskable(entry) {
    return whyUnaskable(entry) === undefined;
}
function whyUnaskable({ properties }) {
    const protocol = properties.protocol.toLowerCase();
    if (protocol !== 'tcp' && protocol !== 'all') {
        return `serves ${properties.protocol}, where no connection is made that could fail`;
    }
    return protocol === 'all' && !properties.frontendPort
        ? 'serves every port, so none of them is known to answer'
        : undefined;
}
/** ARM compares resource IDs without case, and returns them in the case they were once written in. */
function isSameId(a, b) {
    return a.toLowerCase() === b.toLowerCase();
}
function bracketed(address) {
    return (0,node_net__WEBPACK_IMPORTED_MODULE_0__.isIPv6)(address) ? `[${address}]` : address;
}


/***/ }),

/***/ 6225:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $: () => (/* binding */ readVersion),
/* harmony export */   g: () => (/* binding */ parseVersionMarker)
/* harmony export */ });
/* harmony import */ var _answer_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(7354);
/* harmony import */ var _pattern_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9396);


/**
 * Reads the input `probe-version`.
 *
 * @throws Error naming the value and the allowed forms.
 */
function parseVersionMarker(value) {
    const name = /^header:([\w-]+)$/.exec(value)?.[1];
    if (name !== undefined)
        return { kind: 'header', name };
    const pattern = value.startsWith('body:') ? (0,_pattern_js__WEBPACK_IMPORTED_MODULE_0__/* .parsePattern */ .E)(value.slice('body:'.length)) : undefined;
    if (pattern !== undefined && (0,_pattern_js__WEBPACK_IMPORTED_MODULE_0__/* .groupCount */ .h)(pattern) === 1)
        return { kind: 'body', pattern };
    throw new Error(`probe-version: '${value}' is not understood. Allowed: a header (header:x-app-version), ` +
        'or a pattern on the body whose one group captures the version (body:/version: (\\S+)/).');
}
function readVersion(answer, marker) {
    return marker.kind === 'header' ? (0,_answer_js__WEBPACK_IMPORTED_MODULE_1__/* .headerOf */ .r)(answer, marker.name) : marker.pattern.exec(answer.body)?.[1];
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
/* harmony import */ var _numbered_tags_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8063);

/** The work is somebody else's at the moment. Nothing was changed. */
class LockedError extends Error {
    name = 'LockedError';
    code = 'Locked';
    lock;
    constructor(address, lock) {
        super(`"${address}" is locked ${describeLock(lock)}. Wait for that run, or let this one wait with lock-timeout. If its ` +
            'runner is lost, "command: recover" finishes or undoes what it had begun; "command: unlock" only takes the lock away.');
        this.lock = lock;
    }
}
/** The lease was taken away while its owner worked: somebody else recovers the release, or has unlocked it. */
class LockLostError extends Error {
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
        ...(0,_numbered_tags_js__WEBPACK_IMPORTED_MODULE_0__/* .toTags */ .LZ)(LOCK, `until ${timeText(lock.expiresAtEpochMs)} for ${lock.purpose}`),
        ...(0,_numbered_tags_js__WEBPACK_IMPORTED_MODULE_0__/* .toTags */ .LZ)(`${LOCK}-owner`, lock.owner),
        ...(0,_numbered_tags_js__WEBPACK_IMPORTED_MODULE_0__/* .toTags */ .LZ)(`${LOCK}-id`, lock.id),
    };
}
/** What cannot be read was changed by hand: such a lock is nobody's, and has no end but `command: unlock`. */
function readLock(tags) {
    const text = (0,_numbered_tags_js__WEBPACK_IMPORTED_MODULE_0__/* .fromTags */ .y8)(tags, LOCK);
    const id = (0,_numbered_tags_js__WEBPACK_IMPORTED_MODULE_0__/* .fromTags */ .y8)(tags, `${LOCK}-id`);
    if (text === undefined && id === undefined) {
        return undefined;
    }
    const parts = /^until (?<time>\S+) for (?<purpose>.+)$/s.exec(text ?? '')?.groups;
    const expiresAtEpochMs = Date.parse(parts?.time ?? '');
    return {
        id: id ?? '',
        owner: (0,_numbered_tags_js__WEBPACK_IMPORTED_MODULE_0__/* .fromTags */ .y8)(tags, `${LOCK}-owner`) ?? 'somebody unknown',
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
/** Of a failed run: whether production may be without its address. What was written outside of any step, nobody knows. */
function mayBeDown(report) {
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
    RecoveredMeanwhile: 'There is nothing left to do for this run.',
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
    locked: 'a run is under way',
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
                : last.downtimeSeconds === null
                    ? 'not measured'
                    : `${last.downtimeSeconds.toFixed(3)} s`,
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
                return report.reason;
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
    const isOpen = report.previousLoadBalancer !== null && report.failure?.code !== 'RecoveredMeanwhile';
    return (0,_after_effects_js__WEBPACK_IMPORTED_MODULE_1__/* .isRecovery */ .Wt)(report) && isOpen
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
function endingOf({ outcome, reason, recoveredTo, failure }) {
    if (outcome === 'failed' && failure?.code === 'Cancelled') {
        return 'cancelled';
    }
    if (outcome === 'succeeded' && recoveredTo !== null) {
        return recoveredTo === 'finish' ? 'interrupted release finished' : 'interrupted release undone';
    }
    return outcome === 'succeeded' && reason !== null ? 'unlocked' : OUTCOME_TITLE[outcome];
}


/***/ }),

/***/ 6539:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   C: () => (/* binding */ UNDO_TIMEOUT_MS)
/* harmony export */ });
/** For undoing one step: the longest load balancer update ever recorded took 313 s. */
const UNDO_TIMEOUT_MS = 600_000;


/***/ })

};

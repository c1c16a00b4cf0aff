export const id = 633;
export const ids = [633];
export const modules = {

/***/ 5446:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  f: () => (/* binding */ openArm)
});

// EXTERNAL MODULE: ./node_modules/@actions/core/lib/core.js + 16 modules
var core = __webpack_require__(8179);
// EXTERNAL MODULE: ./lib/engine/deadline.js
var engine_deadline = __webpack_require__(8768);
// EXTERNAL MODULE: ./lib/azure/arm/arm-error.js
var arm_error = __webpack_require__(911);
// EXTERNAL MODULE: ./node_modules/@azure/arm-network/dist/esm/api/index.js + 28 modules
var api = __webpack_require__(3346);
;// CONCATENATED MODULE: ./lib/engine/until-aborted.js
/**
 * For work that heeds no signal: nobody waits for it any longer once `signal` aborts. What becomes of it then is nobody's
 * business any more.
 */
async function untilAborted(work, signal) {
    const { promise, reject } = Promise.withResolvers();
    const abort = () => reject(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
    try {
        if (signal.aborted) {
            abort();
        }
        return await Promise.race([promise, work]);
    }
    finally {
        signal.removeEventListener('abort', abort);
        // It may still fail, and nobody listens.
        work.catch(() => undefined);
    }
}

// EXTERNAL MODULE: ./lib/azure/arm/deadline-of-call.js
var deadline_of_call = __webpack_require__(8313);
;// CONCATENATED MODULE: ./lib/azure/arm/sign-in.js
/** @returns a credential of `@azure/identity`; nothing is sent until the first token is asked for. */
async function createCredential(options) {
    const identity = await __webpack_require__.e(/* import() */ 563).then(__webpack_require__.bind(__webpack_require__, 5563));
    let credential = watched(identity, options);
    const renew = () => {
        credential = watched(identity, options);
    };
    return {
        getToken: (scopes, tokenOptions) => credential.getToken(scopes, tokenOptions).catch((error) => {
            // MSAL repeats the answer of an Entra ID that was overloaded for a minute, without having asked it.
            renew();
            throw error;
        }),
        renew,
    };
}
function credentialOf(identity, { signIn, authorityHost, getAssertion }, additionalPolicies) {
    // One layer retries, and it is not this one: see arm.ts.
    const once = { additionalPolicies, retryOptions: { maxRetries: 0 } };
    const authority = {
        ...once,
        // An authority that is not one of Microsoft's public ones is unknown to its discovery service, which would refuse it.
        ...(authorityHost === undefined ? {} : { authorityHost, disableInstanceDiscovery: true }),
    };
    switch (signIn.kind) {
        case 'oidc':
            return new identity.ClientAssertionCredential(signIn.tenantId, signIn.clientId, getAssertion, authority);
        case 'service-principal':
            return new identity.ClientSecretCredential(signIn.tenantId, signIn.clientId, signIn.clientSecret, authority);
        case 'managed-identity':
            return new identity.ManagedIdentityCredential(signIn.clientId === undefined
                ? { additionalPolicies }
                : { additionalPolicies, clientId: signIn.clientId });
        case 'azure-cli':
            return new identity.AzureCliCredential(signIn.tenantId === undefined ? {} : { tenantId: signIn.tenantId });
    }
}
/** Signing in failed: nothing was sent to ARM, and asking again would not help. */
class SignInError extends Error {
    name = 'SignInError';
    code = 'SignInFailed';
}
/**
 * Signing in got no answer, or one that says nothing of who signs in: nothing was sent to ARM, and asking again may help. MSAL
 * tells neither from a refusal.
 */
class NoTokenError extends Error {
    name = 'NoTokenError';
    code = 'NoToken';
}
const PUBLIC_AUTHORITY = 'https://login.microsoftonline.com';
function watched(identity, { getAssertion, ...options }) {
    /** Of the last exchange: what kept an answer away that means anything. */
    let trouble;
    const credential = credentialOf(identity, {
        ...options,
        getAssertion: () => getAssertion().catch((error) => {
            trouble = error instanceof NoTokenError ? error : undefined;
            throw error;
        }),
    }, [
        troubleWatch((seen) => {
            trouble = seen;
        }),
    ]);
    return {
        async getToken(scopes, tokenOptions) {
            trouble = undefined;
            const token = await credential.getToken(scopes, tokenOptions).catch((error) => {
                throw trouble === undefined ? refusal(error, options) : noToken(error, trouble, options);
            });
            if (token !== null) {
                options.mask(token.token);
            }
            return token;
        },
    };
}
function refusal(error, { signIn, authorityHost }) {
    return new SignInError(`Signing in with auth "${signIn.kind}" at ${authorityHost ?? PUBLIC_AUTHORITY} failed: ${causesOf(error)}. ` +
        'Check tenant-id, client-id and what Entra ID trusts for them, and that this runner reaches that host ' +
        '(proxy, and NODE_EXTRA_CA_CERTS where its certificate is not a public one).', { cause: error });
}
function noToken(error, trouble, { signIn, authorityHost }) {
    return new NoTokenError(`Signing in with auth "${signIn.kind}" at ${authorityHost ?? PUBLIC_AUTHORITY} got no token: ${causesOf(trouble)}. ` +
        'Nothing was sent to ARM. Check that this runner reaches that host (network, proxy).', { cause: error });
}
/** Sees what MSAL keeps to itself: whether anybody has answered, and whether the answer was one. */
function troubleWatch(onTrouble) {
    return {
        position: 'perCall',
        policy: {
            name: 'azureRolloutTroubleWatch',
            async sendRequest(request, next) {
                try {
                    const response = await next(request);
                    const { status } = response;
                    onTrouble(isPassing(status) ? new NoTokenError(`it answered ${status}`) : undefined);
                    return response;
                }
                catch (error) {
                    onTrouble(isUntrusted(error) ? undefined : new NoTokenError(causesOf(error)));
                    throw error;
                }
            },
        },
    };
}
/** Whether a status says nothing of the request, and the next try may get another one. */
function isPassing(status) {
    return status === 408 || status === 429 || status >= 500;
}
/** A certificate that is not trusted now is not trusted a minute later. */
function isUntrusted(error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    return /CERT|UNABLE_TO_VERIFY/.test(code);
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

;// CONCATENATED MODULE: ./lib/azure/arm/access-tokens.js




/** What ARM of every cloud takes: the SDK's own choice. */
const SCOPE = 'https://management.azure.com/.default';
/** Entra ID and GitHub answer within a second; what takes longer is asked again. */
const SIGN_IN_TIMEOUT_MS = 15_000;
/** As for ARM itself: how long a sign-in without an answer is worth another try. */
const PATIENCE_MS = 60_000;
/** A token that ends sooner is asked for anew while it still serves, as the SDK does. */
const REFRESH_MS = 120_000;
/** A request that is sent now has to arrive before its token ends. */
const LEAST_LEFT_MS = 2_000;
/**
 * The token of ARM, asked for before a request is sent and not in the middle of it: neither MSAL nor GitHub's toolkit heeds a
 * signal, and a write that waits for its token when the run is cancelled must be known not to have been sent.
 */
class AccessTokens {
    #credential;
    #clock;
    #token;
    #asking;
    /** Since when requests have waited for a token in vain. */
    #failingSinceMs;
    constructor(credential, clock) {
        this.#credential = credential;
        this.#clock = clock;
    }
    /** ARM has refused the token that there is. */
    renew() {
        this.#credential.renew?.();
        this.#token = undefined;
        this.#asking = undefined;
    }
    /**
     * Waits until there is a token that a request can be sent with.
     *
     * @throws NoTokenError where asking again may help; SignInError where it does not, or has not for a minute; the signal's
     *   reason.
     */
    async ready(signal) {
        signal.throwIfAborted();
        const leftMs = this.#leftMs();
        if (leftMs > REFRESH_MS) {
            return;
        }
        const asking = this.#ask();
        if (leftMs > LEAST_LEFT_MS) {
            asking.catch(() => undefined);
            return;
        }
        const sinceMs = this.#clock.monotonicMs();
        try {
            await untilAborted(asking, signal);
        }
        catch (error) {
            throw error instanceof NoTokenError
                ? this.#worthAnotherTry(error, sinceMs)
                : (0,deadline_of_call/* namingAwaited */.U)(error, signal, () => 'a token of Entra ID');
        }
    }
    /** For the SDK's pipeline, after `ready`. A challenge of ARM (401 with claims) is all that is asked in the middle of a request. */
    async getToken(scopes, options = {}) {
        if (options.claims === undefined) {
            return this.#token ?? this.#ask();
        }
        const { abortSignal } = options;
        const asking = this.#credential.getToken(scopes, options);
        return abortSignal instanceof AbortSignal ? untilAborted(asking, abortSignal) : asking;
    }
    #worthAnotherTry(error, sinceMs) {
        this.#failingSinceMs ??= sinceMs;
        const failingMs = this.#clock.monotonicMs() - this.#failingSinceMs;
        return failingMs < PATIENCE_MS
            ? error
            : new SignInError(`${error.message} That has been so for ${Math.round(failingMs / 1000)} s.`, {
                cause: error,
            });
    }
    #leftMs() {
        return (this.#token?.expiresOnTimestamp ?? 0) - this.#clock.epochMs();
    }
    /** One at a time: whoever comes meanwhile waits for the same answer. */
    #ask() {
        if (this.#asking !== undefined) {
            return this.#asking;
        }
        const asking = this.#receive();
        this.#asking = asking;
        const isCurrent = () => this.#asking === asking;
        asking.then((token) => {
            if (isCurrent()) {
                this.#asking = undefined;
                this.#token = token;
                this.#failingSinceMs = undefined;
            }
        }, () => {
            if (isCurrent()) {
                this.#asking = undefined;
            }
        });
        return asking;
    }
    async #receive() {
        const deadline = {
            clock: this.#clock,
            signal: NEVER,
            timeoutMs: SIGN_IN_TIMEOUT_MS,
            subject: 'a token of Entra ID',
        };
        try {
            const token = await (0,engine_deadline/* withDeadline */.N)(deadline, (limited) => untilAborted(this.#credential.getToken(SCOPE, { abortSignal: limited }), limited));
            if (token === null) {
                throw new SignInError('Signing in gave no token, and no reason.');
            }
            return token;
        }
        catch (error) {
            throw error instanceof engine_deadline/* DeadlineError */.j
                ? new NoTokenError(`Signing in got no answer within ${SIGN_IN_TIMEOUT_MS / 1000} s. Nothing was sent to ARM.`, { cause: error })
                : error;
        }
    }
}
const NEVER = new AbortController().signal;

;// CONCATENATED MODULE: ./lib/azure/arm/arm-transport.js





/**
 * The SDK's pipeline (sign-in, proxy, user agent, redirects) without its retries and without its models. Retries would
 * repeat a write unseen; the models drop every property that they do not know, and a body read and written back would
 * lose it.
 */
function createArmTransport(options) {
    const tokens = new AccessTokens(options.credential, options.clock);
    let client = createClient(options, tokens);
    let sequence = 0;
    return async (request) => {
        request.signal.throwIfAborted();
        if (request.signsInAnew) {
            tokens.renew();
            // The pipeline keeps the token until this machine's clock says that it is over.
            client = createClient(options, tokens);
        }
        await tokens.ready(request.signal);
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
function createClient({ subscriptionId, endpoint, httpClient }, tokens) {
    return (0,api/* createNetworkManagement */.ww)(tokens, subscriptionId, {
        endpoint,
        retryOptions: { maxRetries: 0 },
        userAgentOptions: { userAgentPrefix: 'azure-rollout' },
        ...(httpClient === undefined ? {} : { httpClient }),
    });
}
/** @throws NoAnswerError, after its event; the signal's reason where a read was given up; what sign-in throws after a challenge. */
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
        if (error instanceof SignInError || error instanceof NoTokenError) {
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
/** And what is run on an instance: what a command is to find there is nobody's business who reads the log. */
const SECRET_MEMBER = /secret|password|protectedSettings|token|accountKey|connectionString|^script$/i;
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

// EXTERNAL MODULE: ./lib/azure/arm/retry.js
var retry = __webpack_require__(1519);
;// CONCATENATED MODULE: ./lib/azure/arm/long-running.js



/** From the sending of one poll to the sending of the next one of the same URL. */
const TIGHT_MS = 250;
/**
 * Where ARM gives no `Retry-After`, as Microsoft.Compute does for manualupgrade and reimage: before the first polls, and
 * before every later one. Compute refills 15 polls a minute and resource, up to 45: an operation that lasts for minutes takes
 * half of the refill, and one of a second, as most changes of a model are, is not waited for much longer than it takes.
 */
const FIRST_UNTOLD_MS = [2_000, 4_000];
const UNTOLD_MS = 8_000;
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
        await pause(operation, last, poll);
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
/** One poll. That it fails, or gets no answer, tells nothing of the operation, which was accepted. */
async function ask(operation, monitor, poll) {
    const patience = monitor.kind === 'location' ? 'location' : 'long';
    return operation
        .read(monitor.url, poll, patience)
        .catch((error) => rethrow(operation, 'no longer says how it ended', error));
}
function rethrow({ write }, what, error) {
    throw error instanceof arm_error/* ArmError */.dW || error instanceof arm_error/* NoAnswerError */.i5
        ? new arm_error/* UncertainWriteError */.ze(`ARM accepted ${write.method} ${write.path}, and ${what}: ${error.message}`, {
            cause: error,
        })
        : error;
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
        return answer.status >= 400 ? endOf(answer) : answer.status === 202 ? 'running' : 'Succeeded';
    }
    const { body } = answer;
    const status = typeof body === 'object' && body !== null && 'status' in body ? body.status : undefined;
    return status === 'Succeeded' || status === 'Failed' || status === 'Canceled' ? status : 'running';
}
/** An error at the `Location` has no status of the operation but in its codes. */
function endOf({ body, status }) {
    const codes = (0,arm_error/* codesOf */.MZ)((0,arm_error/* readErrorBody */.Nk)(body, status));
    return codes.some((code) => CANCELED.test(code)) ? 'Canceled' : 'Failed';
}
const CANCELED = /cancell?ed|preempted/i;
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
        if (error instanceof arm_error/* ArmError */.dW || error instanceof arm_error/* NoAnswerError */.i5 || error instanceof NoTokenError) {
            return false;
        }
        throw error;
    }
}
async function pause({ write, clock, signal }, last, poll) {
    const sinceSentMs = clock.monotonicMs() - last.sentAtMs;
    const toldMs = (0,retry/* retryAfterMs */.Vs)(last) ?? FIRST_UNTOLD_MS[poll - 1] ?? UNTOLD_MS;
    const waitMs = write.pace === 'tight' ? TIGHT_MS - sinceSentMs : Math.max(toldMs, retry/* LEAST_TOLD_MS */.ze);
    await clock.sleep(Math.max(0, waitMs), signal);
}
async function resultOf(operation, monitor, last, poll) {
    const { write, answer, read } = operation;
    if (write.method !== 'POST') {
        return answer.body;
    }
    if (monitor.kind === 'azure-async-operation' && monitor.resultUrl !== undefined) {
        const result = await read(monitor.resultUrl, poll + 1, 'long').catch((error) => rethrow(operation, 'says that it succeeded, but not with what result', error));
        return result.body;
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

;// CONCATENATED MODULE: ./lib/azure/arm/arm.js







/**
 * A call is given up after this many retries, and not within a minute: an address that another operation holds is asked
 * for every second, and given up early production would be moved back for nothing.
 */
const MOST_RETRIES = 10;
const arm_PATIENCE_MS = 60_000;
/** What another operation holds: no update of an address was ever recorded to take longer than 130 s. */
const HELD_PATIENCE_MS = 180_000;
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
            const answer = await (0,deadline_of_call/* namingCall */.V)({ ...options, method: 'GET', path, signal }, (transport) => read({ ...options, transport }, withQuery(path, { ...query, 'api-version': apiVersion }), signal));
            return answer.body;
        },
        list(path, apiVersion, signal, query = {}) {
            return (0,deadline_of_call/* namingCall */.V)({ ...options, method: 'GET', path, signal }, async (transport) => {
                const items = [];
                let url = withQuery(path, { ...query, 'api-version': apiVersion });
                while (url !== undefined) {
                    const page = pageOf((await read({ ...options, transport }, url, signal)).body);
                    items.push(...page.value);
                    url = page.nextLink;
                }
                return items;
            });
        },
        pause: (durationMs, signal) => options.clock.sleep(durationMs, signal),
        write(write, signal) {
            return (0,deadline_of_call/* namingCall */.V)({ ...options, ...write, signal }, (transport) => carryOut({ ...options, transport }, write, signal));
        },
    };
}
async function carryOut(options, write, signal) {
    const answer = await arm_submit(options, write, signal);
    const { timeoutMs = OPERATION_TIMEOUT_MS } = write;
    const subject = `ARM to finish ${write.method} ${write.path}`;
    const deadline = { clock: options.clock, signal, timeoutMs, subject };
    return (0,engine_deadline/* withDeadline */.N)(deadline, (limited) => awaitOperation({
        ...options,
        write,
        answer,
        signal: limited,
        read: (url, poll, patience) => read(options, url, limited, { kind: 'poll', number: poll }, patience, POLL_RESTRAINT[write.pace]),
    })).catch((error) => {
        throw error instanceof engine_deadline/* DeadlineError */.j && !signal.aborted
            ? new arm_error/* ArmOperationTimeoutError */.pG(error.message, { cause: error })
            : error;
    });
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
/**
 * A read changes nothing: whatever went wrong with it, it may be repeated.
 *
 * @returns an answer of success; at a `location` also the error that its operation has ended with.
 */
async function read({ transport, clock }, url, signal, firstReason = { kind: 'call' }, patience = 'long', restraint = {}) {
    const isGivenUp = (attempt) => patience === 'none' || isOverpatient(attempt, clock.monotonicMs() - startedAtMs);
    const answerTimeoutMs = firstReason.kind === 'poll' ? POLL_ANSWER_TIMEOUT_MS : ANSWER_TIMEOUT_MS;
    const startedAtMs = clock.monotonicMs();
    let signsInAnew = false;
    let ends = 0;
    for (let attempt = 1;; attempt += 1) {
        const reason = reasonOf(attempt, firstReason);
        const request = { method: 'GET', url, reason, signal, answerTimeoutMs, signsInAnew };
        let waitMs = Math.min((0,retry/* backoffMs */.jo)(attempt), restraint.longestBackoffMs ?? Number.POSITIVE_INFINITY);
        try {
            const answer = await transport(request);
            if (answer.status < 400) {
                return answer;
            }
            if (answer.status === UNAUTHORIZED && !signsInAnew) {
                signsInAnew = true;
                continue;
            }
            const meaning = (0,retry/* meaningOf */.Pr)(answer, attempt, restraint);
            if (patience === 'location' && (0,retry/* mayBeEndOfOperation */.yP)(answer)) {
                ends += 1;
                if (meaning.kind === 'refused' || ends > MOST_ENDS_DOUBTED) {
                    return answer;
                }
            }
            if (meaning.kind === 'refused' || isGivenUp(attempt)) {
                throw arm_refusal(request, answer);
            }
            waitMs = meaning.afterMs;
        }
        catch (error) {
            if (error instanceof NoTokenError && patience !== 'none') {
                // Nothing was asked of ARM, so nothing is learnt by giving up; whoever signs in says when it is not worth another try.
                waitMs = (0,retry/* backoffMs */.jo)(attempt);
            }
            else if (!(error instanceof arm_error/* NoAnswerError */.i5) || isGivenUp(attempt)) {
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
    const startedAtMs = clock.monotonicMs();
    let signsInAnew = false;
    for (let attempt = 1;; attempt += 1) {
        const request = { ...call, signsInAnew, reason: reasonOf(attempt, { kind: 'call' }) };
        const answer = await transport(request).catch((error) => {
            if (error instanceof NoTokenError) {
                return undefined;
            }
            throw error instanceof arm_error/* NoAnswerError */.i5 ? new arm_error/* UncertainWriteError */.ze(error.message, { cause: error }) : error;
        });
        if (answer === undefined) {
            // It was never sent, so it may be sent again; whoever signs in says when that is not worth another try.
            await clock.sleep((0,retry/* backoffMs */.jo)(attempt), signal);
            continue;
        }
        if (answer.status < 400) {
            return answer;
        }
        if (answer.status === UNAUTHORIZED && !signsInAnew) {
            signsInAnew = true;
            continue;
        }
        const meaning = (0,retry/* meaningOf */.Pr)(answer, attempt, WRITE_RESTRAINT[write.pace]);
        if (meaning.kind === 'uncertain') {
            // Whoever finds out what has become of it shall not ask an ARM that wants to be left alone.
            await clock.sleep(meaning.afterMs, signal);
            throw new arm_error/* UncertainWriteError */.ze(arm_refusal(request, answer).message, { cause: arm_refusal(request, answer) });
        }
        const patienceMs = meaning.kind === 'held' ? HELD_PATIENCE_MS : arm_PATIENCE_MS;
        const isLast = write.whenBusy === 'tell' || isOverpatient(attempt, clock.monotonicMs() - startedAtMs, patienceMs);
        if (meaning.kind === 'refused' || isLast) {
            throw arm_refusal(request, answer);
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
function isOverpatient(attempt, elapsedMs, patienceMs = arm_PATIENCE_MS) {
    return attempt > MOST_RETRIES && elapsedMs >= patienceMs;
}
/** How often an operation has to be told as failed, where it may be the poll that failed, is this and once more. */
const MOST_ENDS_DOUBTED = 2;
const WRITE_RESTRAINT = { tight: { longestToldMs: retry/* LONGEST_TOLD_IN_WINDOW_MS */.HJ }, 'as-told': {} };
/** Inside the window a poll that failed is repeated as soon as the next one would be sent, unless ARM says when. */
const POLL_RESTRAINT = {
    tight: { longestBackoffMs: 250, longestToldMs: retry/* LONGEST_TOLD_IN_WINDOW_MS */.HJ },
    'as-told': {},
};
function arm_refusal(request, answer) {
    return new arm_error/* ArmError */.dW({
        method: request.method,
        path: pathOf(request.url),
        status: answer.status,
        body: (0,arm_error/* readErrorBody */.Nk)(answer.body, answer.status),
        requestId: answer.headers['x-ms-request-id'],
        correlationId: answer.headers['x-ms-correlation-request-id'],
        retryAfterMs: (0,retry/* retryAfterMs */.Vs)(answer),
    });
}

;// CONCATENATED MODULE: ./lib/azure/arm/connect.js



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
/** ARM as the inputs describe it; GitHub gives the OIDC token, and every token is hidden. */
function openArm(inputs, clock, { emit, mask, conceal }) {
    return connect({
        signIn: inputs.signIn,
        ...(inputs.authorityHost === undefined ? {} : { authorityHost: inputs.authorityHost }),
        endpoint: inputs.resourceManagerEndpoint,
        subscriptionId: inputs.subscriptionId,
        clock,
        emit,
        debug: (message) => ((0,core/* isDebug */._o)() ? (0,core/* debug */.Yz)(conceal(message())) : undefined),
        getAssertion: async () => {
            const token = await githubToken();
            mask(token);
            return token;
        },
        mask,
    });
}
async function githubToken() {
    try {
        return await (0,core/* getIDToken */.V9)(TOKEN_EXCHANGE_AUDIENCE);
    }
    catch (error) {
        const said = error instanceof Error ? error.message : String(error);
        throw isRefusal(said)
            ? new Error('auth oidc: GitHub gave no OIDC token. Add to the job: "permissions: { id-token: write }". ' +
                `GitHub said: ${said}`, { cause: error })
            : new NoTokenError(`GitHub gave no OIDC token: ${said.replaceAll(/\s+/g, ' ')}`, { cause: error });
    }
}
/** The toolkit has no more than words: a variable that a job without the permission lacks, or the status of GitHub's answer. */
function isRefusal(said) {
    const status = /Error Code : (?<status>\d+)/.exec(said)?.groups?.status;
    return /Unable to get \w+ env variable/.test(said) || (status !== undefined && !isPassing(Number(status)));
}


/***/ }),

/***/ 911:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   FI: () => (/* binding */ isTroubleOfArm),
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
/** It says nothing of the resource: ARM did not answer, failed while it answered, or wants to be left alone. */
function isTroubleOfArm(error) {
    return (error instanceof NoAnswerError ||
        (error instanceof ArmError && (error.status === 408 || error.status === 429 || error.status >= 500)));
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
/** Of an answer that is no error body: a page of a gateway says in its beginning whose it is. */
const LONGEST = 300;
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
    return { code: `Http${status}`, message: text.length <= LONGEST ? text : `${text.slice(0, LONGEST - 1)}…` };
}


/***/ }),

/***/ 8313:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   U: () => (/* binding */ namingAwaited),
/* harmony export */   V: () => (/* binding */ namingCall)
/* harmony export */ });
/* harmony import */ var _engine_deadline_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(8768);
/* harmony import */ var _arm_error_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(911);


/**
 * Whoever sets a deadline knows what all of it is for, and not on which request it has run out: an ARM that is silent about
 * one resource would look like one that is slow about all of them.
 *
 * @param awaited completes the sentence `Last it waited for ...`.
 * @returns the error with that sentence, where `signal` was aborted by a deadline; any other as it is.
 */
function namingAwaited(error, signal, awaited) {
    return error instanceof _engine_deadline_js__WEBPACK_IMPORTED_MODULE_1__/* .DeadlineError */ .j && error === signal.reason
        ? error.adding(`Last it waited for ${awaited()}.`)
        : error;
}
/** Makes a call of one request or many; where a deadline ends it, the error says how far it had come. */
async function namingCall(call, make) {
    const { method, path, signal, transport, clock } = call;
    if (signal.aborted) {
        // The time was up before: it is not this call that has used it.
        return make(transport);
    }
    const startedAtMs = clock.monotonicMs();
    let trouble;
    let acceptedAtMs;
    const watched = async (request) => {
        const answer = await transport(request).catch((error) => {
            trouble = error instanceof _arm_error_js__WEBPACK_IMPORTED_MODULE_0__/* .NoAnswerError */ .i5 ? 'no answer' : trouble;
            throw error;
        });
        if (answer.status >= 400) {
            trouble = `${answer.status} ${(0,_arm_error_js__WEBPACK_IMPORTED_MODULE_0__/* .readErrorBody */ .Nk)(answer.body, answer.status).code}`;
        }
        else if (request.method !== 'GET') {
            acceptedAtMs = answer.receivedAtMs;
        }
        return answer;
    };
    try {
        return await make(watched);
    }
    catch (error) {
        throw namingAwaited(error, signal, () => {
            const sinceMs = clock.monotonicMs() - (acceptedAtMs ?? startedAtMs);
            const seconds = `${Math.round(sinceMs / 100) / 10} s`;
            const what = acceptedAtMs === undefined
                ? `an answer of ARM to ${method} ${path}, for ${seconds}`
                : `the end of ${method} ${path}, which ARM had accepted ${seconds} before`;
            return trouble === undefined ? what : `${what} (meanwhile: ${trouble})`;
        });
    }
}


/***/ }),

/***/ 1519:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   HJ: () => (/* binding */ LONGEST_TOLD_IN_WINDOW_MS),
/* harmony export */   Pr: () => (/* binding */ meaningOf),
/* harmony export */   Vs: () => (/* binding */ retryAfterMs),
/* harmony export */   jo: () => (/* binding */ backoffMs),
/* harmony export */   yP: () => (/* binding */ mayBeEndOfOperation),
/* harmony export */   ze: () => (/* binding */ LEAST_TOLD_MS)
/* harmony export */ });
/* harmony import */ var _arm_error_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(911);

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
 * `Retry-After` says how long to wait at least. One of 0, or a date that is past, obeyed to the letter would be hundreds of
 * requests a second, and ARM would throttle us and our neighbours for them.
 */
const LEAST_TOLD_MS = 1_000;
const PATIENT = {
    longestBackoffMs: LONGEST_BACKOFF_MS,
    longestToldMs: Number.POSITIVE_INFINITY,
};
/** Inside the downtime window a request every ten seconds is no flood: ARM's own limits have refilled by half or more by then. */
const LONGEST_TOLD_IN_WINDOW_MS = 10_000;
/** @param attempt 1 for the answer to the first try; backoff doubles with it. */
function meaningOf(answer, attempt, restraint = {}) {
    const { status } = answer;
    const { longestBackoffMs, longestToldMs } = { ...PATIENT, ...restraint };
    const codes = (0,_arm_error_js__WEBPACK_IMPORTED_MODULE_0__/* .codesOf */ .MZ)((0,_arm_error_js__WEBPACK_IMPORTED_MODULE_0__/* .readErrorBody */ .Nk)(answer.body, status));
    if (codes.some((code) => HELD_BY_ANOTHER_OPERATION.includes(code))) {
        return { kind: 'held', afterMs: Math.min(ANOTHER_OPERATION_MS, longestBackoffMs) };
    }
    const untoldMs = Math.min(backoffMs(attempt), longestBackoffMs);
    const afterMs = Math.min(waitMs(answer, untoldMs), Math.max(untoldMs, longestToldMs));
    if (status === 429) {
        return { kind: 'throttled', afterMs };
    }
    return status === 408 || status >= 500 ? { kind: 'uncertain', afterMs } : { kind: 'refused' };
}
/**
 * What speaks of the request alone: its token, its quota, and the way to whoever would know. 404: the result is not there any
 * more, or not yet.
 */
const OF_THE_REQUEST = [401, 404, 408, 429, 502, 503, 504];
/**
 * Whether an error at the `Location` of an operation may be how that operation ended: ARM tells of a failed one there by its
 * status and code. What ARM's own front end says, it says of the poll.
 */
function mayBeEndOfOperation({ status, headers }) {
    return !OF_THE_REQUEST.includes(status) && headers['x-ms-failure-cause'] !== 'gateway';
}
/** 0.5 s, doubling, up to 10 s. */
function backoffMs(attempt) {
    return Math.min(LONGEST_BACKOFF_MS, 500 * 2 ** (attempt - 1));
}
function waitMs(answer, untoldMs) {
    const toldMs = retryAfterMs(answer);
    return toldMs === undefined ? untoldMs : Math.max(toldMs, Math.min(untoldMs, LEAST_TOLD_MS));
}
/** `Retry-After` in seconds or as an HTTP date (RFC 9110, 10.2.3). A date is measured against the answer's own `date`. */
function retryAfterMs(answer) {
    const value = answer.headers['retry-after']?.trim();
    if (value === undefined || value === '') {
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

/***/ 8481:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   RQ: () => (/* binding */ parseResourceId),
/* harmony export */   Tp: () => (/* binding */ resourceGroupOf),
/* harmony export */   Vb: () => (/* binding */ nameOf),
/* harmony export */   a: () => (/* binding */ resourceId),
/* harmony export */   bY: () => (/* binding */ topLevelId),
/* harmony export */   gf: () => (/* binding */ subscriptionIdOf),
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
/** GUID of the subscription in an id of any depth; undefined for what lies in none. */
function subscriptionIdOf(id) {
    return /^\/subscriptions\/([^/]+)/i.exec(id)?.[1];
}


/***/ }),

/***/ 9295:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Z: () => (/* binding */ leastHealthyDeadlineMs),
/* harmony export */   a: () => (/* binding */ LISTING_INTERVAL_MS)
/* harmony export */ });
/** Compute allows ten listings of one scale set a minute, those of others included: at most four are ours. */
const LISTING_INTERVAL_MS = 15_000;
/**
 * The shortest deadline that an instance which is good from the first can be expected to meet: its time is seen to be full at the
 * next listing after that, and what the looks themselves take is as long as from one listing to the next at most.
 */
function leastHealthyDeadlineMs(minHealthyTimeMs) {
    return minHealthyTimeMs === 0
        ? 0
        : (Math.ceil(minHealthyTimeMs / LISTING_INTERVAL_MS) + 1) * LISTING_INTERVAL_MS;
}


/***/ }),

/***/ 1440:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   m: () => (/* binding */ systemClock)
/* harmony export */ });
/* harmony import */ var node_timers_promises__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8500);

/** Node takes any longer time for 1 ms: a `Retry-After` of a month would be a flood of requests. No job lasts as long. */
const LONGEST_TIMER_MS = 2_147_483_647;
/**
 * The machine's own clocks. `monotonicMs` is CLOCK_MONOTONIC, which every thread and process of one machine shares:
 * the prober's samples, taken in a worker thread, lie on the same axis as the ARM operations.
 */
const systemClock = {
    monotonicMs: () => Number(process.hrtime.bigint()) / 1e6,
    epochMs: () => Date.now(),
    sleep: async (durationMs, signal) => {
        try {
            await (0,node_timers_promises__WEBPACK_IMPORTED_MODULE_0__.setTimeout)(Math.min(Math.max(0, durationMs), LONGEST_TIMER_MS), undefined, signal === undefined ? {} : { signal });
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
/** A wait came to the end of its time. The message says what was waited for, and in what state things are where no undoing tells. */
class DeadlineError extends Error {
    name = 'DeadlineError';
    /** The same error with another sentence, and of the same kind, by which its reader knows whose time was up. */
    adding(sentence) {
        return new this.constructor(`${this.message} ${sentence}`, { cause: this });
    }
}
/** Runs `work` with a signal that aborts when the caller's does, or with a DeadlineError when the time is up. */
async function withDeadline(deadline, work) {
    const { clock, signal, timeoutMs, reasonOf = (message) => new DeadlineError(message) } = deadline;
    const expiry = new AbortController();
    const finished = new AbortController();
    const timer = clock.sleep(timeoutMs, finished.signal).then(() => expiry.abort(reasonOf(gaveUp(deadline))), () => undefined);
    try {
        return await work(AbortSignal.any([signal, expiry.signal]));
    }
    finally {
        finished.abort();
        await timer;
    }
}
function gaveUp({ timeoutMs, wholeTimeoutMs = timeoutMs, subject }) {
    const left = secondsText(timeoutMs);
    const whole = secondsText(wholeTimeoutMs);
    const after = left === whole ? left : `${whole}, of which ${left} were left for it,`;
    return `Gave up after ${after} waiting for ${typeof subject === 'string' ? subject : subject()}.`;
}
function secondsText(durationMs) {
    return `${Math.round(durationMs / 100) / 10} s`;
}


/***/ }),

/***/ 8004:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   F: () => (/* binding */ ProblemsError),
/* harmony export */   w: () => (/* binding */ toFailure)
/* harmony export */ });
/** An error as plain data. Errors of ours carry a stable `code` where there is one. */
function toFailure(error) {
    if (!(error instanceof Error)) {
        return { message: String(error) };
    }
    const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
    return {
        message: error.message,
        ...(code === undefined ? {} : { code }),
        ...(error instanceof ProblemsError ? { problems: error.problems } : {}),
    };
}
/** Everything that stands against a run is told at once. */
class ProblemsError extends Error {
    name = 'ProblemsError';
    problems;
    constructor(problems, options) {
        super(problems.join('\n'), options);
        this.problems = problems;
    }
}


/***/ }),

/***/ 4635:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  Ko: () => (/* binding */ readInputs),
  Pe: () => (/* binding */ readInputsOfPost)
});

// UNUSED EXPORTS: InputError

// EXTERNAL MODULE: ./lib/azure/resource-id.js
var resource_id = __webpack_require__(8481);
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

// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
// EXTERNAL MODULE: ./lib/strategies/json-object.js
var json_object = __webpack_require__(143);
;// CONCATENATED MODULE: ./lib/inputs/definitions.js
/** What can be asked for, in the order of action.yml. */
const strategies = ['vip-swap', 'canary-percent', 'full-rollout'];
const swap = ['vip-swap'];
const scaleSet = ['canary-percent', 'full-rollout'];
const canary = ['canary-percent'];
const rollout = ['full-rollout'];
/** Every input, in the order of action.yml and of the README. A test compares the four. */
const inputDefinitions = {
    strategy: { type: 'enum', required: 'to release', allowedValues: strategies },
    command: {
        type: 'enum',
        default: 'run',
        allowedValues: ['run', 'plan', 'status', 'rollback', 'recover', 'unlock'],
    },
    'subscription-id': { type: 'string' },
    'resource-group': { type: 'string' },
    'production-public-ip': {
        type: 'list',
        required: 'by vip-swap',
        takes: 'name or resource ID of a public IP address',
        belongsTo: swap,
    },
    'target-load-balancer': {
        type: 'string',
        required: 'to release by vip-swap',
        takes: 'name or resource ID of a load balancer',
        belongsTo: swap,
    },
    'target-frontend': { type: 'list', belongsTo: swap },
    'swap-method': {
        type: 'enum',
        default: 'auto',
        allowedValues: ['auto', 'native', 'temporary-ip'],
        belongsTo: swap,
    },
    'spare-public-ip': { type: 'list', belongsTo: swap },
    'temporary-ip-tags': { type: 'string', belongsTo: swap },
    'target-check': { type: 'string', default: 'on', belongsTo: swap },
    'allow-address-change': { type: 'boolean', default: 'false', belongsTo: swap },
    'allow-smaller-target': { type: 'boolean', default: 'false', belongsTo: swap },
    'scale-set': {
        type: 'string',
        required: 'by canary-percent and full-rollout',
        takes: 'name or resource ID of a virtual machine scale set',
        belongsTo: scaleSet,
    },
    'release-id': { type: 'string', belongsTo: rollout },
    image: { type: 'string', belongsTo: scaleSet },
    'packer-manifest': { type: 'string', belongsTo: scaleSet },
    extension: { type: 'string', belongsTo: scaleSet },
    'extension-settings': { type: 'string', belongsTo: scaleSet },
    'extension-protected-settings': { type: 'string', belongsTo: scaleSet, secret: 'json' },
    'extension-script': { type: 'string', belongsTo: scaleSet, secret: 'query' },
    'previous-extension-settings': { type: 'string', belongsTo: scaleSet },
    'previous-extension-protected-settings': { type: 'string', belongsTo: scaleSet, secret: 'json' },
    'allow-no-rollback': { type: 'boolean', default: 'false', belongsTo: scaleSet },
    percent: { type: 'string', belongsTo: canary },
    'instance-ids': { type: 'list', belongsTo: canary },
    'batch-size': { type: 'string', default: '20%', belongsTo: rollout },
    'pause-between-batches': { type: 'string', default: '0s', belongsTo: rollout },
    'min-healthy-time': { type: 'string', default: '30s', belongsTo: scaleSet },
    'healthy-deadline': { type: 'string', default: '10m', belongsTo: scaleSet },
    'check-http': { type: 'string', belongsTo: scaleSet },
    'check-tcp': { type: 'string', belongsTo: scaleSet },
    'check-expect': { type: 'string', belongsTo: scaleSet },
    'check-command': { type: 'string', belongsTo: scaleSet },
    'max-unhealthy': { type: 'string', default: '0', belongsTo: scaleSet },
    'on-unhealthy': {
        type: 'enum',
        default: 'rollback',
        allowedValues: ['rollback', 'stop', 'quarantine'],
        belongsTo: scaleSet,
    },
    'suspend-repairs': { type: 'boolean', default: 'false', belongsTo: scaleSet },
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
    'client-secret': { type: 'string', secret: 'text' },
    'resource-manager-endpoint': { type: 'string', default: 'https://management.azure.com' },
    'authority-host': { type: 'string' },
    'report-path': { type: 'string' },
};

;// CONCATENATED MODULE: ./lib/inputs/json.js



/** Reads a JSON object. What is wrong with a secret is told by its place, never by its text. */
function parseJsonObject(name, value) {
    const parsed = parseJson(name, value);
    if (!(0,json_object/* isJsonObject */.O)(parsed)) {
        throw notAnObject(name, value, '');
    }
    return parsed;
}
/** A shorter one is a part of many numbers, and everybody would know what was hidden there. */
const SHORTEST_NUMBER = 4;
/**
 * Every string that a JSON object or array has in it, at any depth, and every number of four characters or more, as JSON writes it; of
 * any other text, the text.
 */
function textsOf(text) {
    const parsed = tryJson(text);
    return typeof parsed === 'object' && parsed !== null ? textsIn(parsed) : [text];
}
function tryJson(text) {
    try {
        return JSON.parse(text);
    }
    catch {
        return undefined;
    }
}
function textsIn(value) {
    if (typeof value === 'string')
        return [value];
    if (typeof value === 'number')
        return [String(value)].filter(({ length }) => length >= SHORTEST_NUMBER);
    return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}
function parseJson(name, value) {
    try {
        return JSON.parse(value);
    }
    catch (error) {
        // The engine's own message quotes the text around the mistake.
        const place = /\bline \d+ column \d+\b/.exec(String(error))?.[0];
        throw notAnObject(name, value, place === undefined ? '' : `, by its ${place}`);
    }
}
function notAnObject(name, value, place) {
    const { secret } = inputDefinitions[name];
    const what = secret === 'json' ? 'the value, which is a secret and not shown,' : `'${value}'`;
    return new InputError(name, `${what} is not understood${place}. Allowed: a JSON object ({"timestamp": 1}).`);
}

;// CONCATENATED MODULE: ./lib/inputs/read.js


/** @param source the raw value of an input, empty where it was not given. */
function readFrom(source) {
    return (name) => {
        const definition = inputDefinitions[name];
        return source(name).trim() || (definition.default ?? '');
    };
}
/** The value of an input that the command cannot do without, though others can. */
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
/** Whether an input says something of its own: the runner fills in defaults, so one with its default was left out. */
function isGiven(read, name) {
    const definition = inputDefinitions[name];
    return read(name).toLowerCase() !== (definition.default ?? '');
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
    return readOptional(read, name, (value) => parseBy(name, value, parse));
}
/** As `readBy`, of a value that is there. */
function parseBy(name, value, parse) {
    try {
        return parse(value);
    }
    catch (error) {
        const problem = error instanceof Error ? error.message : String(error);
        throw new InputError(name, problem.replace(/^[a-z-]+: /, ''), { cause: error });
    }
}

;// CONCATENATED MODULE: ./lib/inputs/secrets.js


/**
 * Tells `mask` every secret that was given, before anything else can print it. Of a JSON object each string or number by itself: what
 * prints it later prints a part of it, and the runner masks a text of several lines line by line, which would hide every `{`.
 */
function maskSecrets(read, mask) {
    for (const name of Object.keys(inputDefinitions)) {
        for (const secret of secretsIn(name, read(name))) {
            if (secret.trim() !== '')
                mask(secret);
        }
    }
}
/** The value as errors quote it, with a space after it; nothing of what is secret. */
function quoted(name, value) {
    const { secret } = inputDefinitions[name];
    switch (secret) {
        case undefined:
            return `'${value}' `;
        case 'query':
            return `'${withoutQuery(value)}' `;
        default:
            return '';
    }
}
/** `https://store.example/install.sh?sig=...`: a signature lets anybody read what the URI names. */
function withoutQuery(uri) {
    return uri.replace(/\?.*$/s, '?...');
}
function secretsIn(name, value) {
    const { secret } = inputDefinitions[name];
    if (secret === undefined)
        return [];
    switch (secret) {
        case 'text':
            return [value];
        case 'json':
            return textsOf(value);
        case 'query':
            return secretsInQuery(value);
    }
}
/** The signature by itself as well: what reads a URI and writes it again may order its parts anew. */
function secretsInQuery(uri) {
    const query = /\?(.*)$/s.exec(uri)?.[1] ?? '';
    const signature = /(?:^|&)sig=([^&]*)/.exec(query)?.[1] ?? '';
    return [query, signature, new URLSearchParams(query).get('sig') ?? ''];
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

;// CONCATENATED MODULE: ./lib/inputs/extension.js






/** What the custom script extension takes its script from. One of them beside `extension-script` would be a second script. */
const ofScripts = ['commandtoexecute', 'script', 'fileuris'];
/** What would break the path of a resource. */
const noName = /[/\\?#%<>&\s]/;
/** Reads `extension` and what belongs to it. */
function readExtension(read, readFile) {
    const name = read('extension');
    if (noName.test(name)) {
        throw misunderstood('extension', name, "the name of an extension in the scale set's model, not its ID");
    }
    const settings = readSettings(read, 'extension-settings', 'extension-protected-settings');
    const script = readOptional(read, 'extension-script', (value) => readScript(value, readFile));
    if (settings === undefined && script === undefined) {
        throw new InputError('extension', `'${name}' gets nothing new. Set extension-settings, extension-protected-settings or extension-script.`);
    }
    if (script !== undefined) {
        refuseSecondScript('extension-settings', settings?.settings);
        refuseSecondScript('extension-protected-settings', settings?.protectedSettings);
    }
    return { name, ...settings, ...(script === undefined ? {} : { script }) };
}
/** Reads what an extension had before the release. */
function readPreviousSettings(read) {
    return readSettings(read, 'previous-extension-settings', 'previous-extension-protected-settings');
}
function readSettings(read, open, secret) {
    const settings = readOptional(read, open, (value) => parseJsonObject(open, value));
    const protectedSettings = readOptional(read, secret, (value) => parseJsonObject(secret, value));
    if (settings === undefined && protectedSettings === undefined)
        return undefined;
    return {
        ...(settings === undefined ? {} : { settings }),
        ...(protectedSettings === undefined ? {} : { protectedSettings }),
    };
}
function readScript(value, readFile) {
    if (/^[a-z][a-z\d+.-]*:\/\//i.test(value))
        return { kind: 'uri', uri: parseScriptUri(value) };
    const content = parseBy('extension-script', value, readFile);
    if (content.trim() === '') {
        throw new InputError('extension-script', `'${value}' is empty. Allowed: a file with a script.`);
    }
    return { kind: 'inline', fileName: (0,external_node_path_.basename)(value), content };
}
function parseScriptUri(value) {
    const url = URL.parse(withoutCredentials('extension-script', value));
    if (url === null || url.protocol !== 'https:') {
        throw misunderstood('extension-script', withoutQuery(value), 'https://HOST/PATH, or the path of a file in the workspace');
    }
    return url.href;
}
function refuseSecondScript(name, settings = {}) {
    const second = Object.keys(settings).find((key) => ofScripts.includes(key.toLowerCase()));
    if (second !== undefined) {
        throw new InputError(name, `"${second}" in it contradicts extension-script: both say what shall run. Leave one of them out.`);
    }
}

// EXTERNAL MODULE: ./lib/probe/connect-to.js
var connect_to = __webpack_require__(4572);
// EXTERNAL MODULE: ./lib/probe/expectation.js
var probe_expectation = __webpack_require__(1412);
// EXTERNAL MODULE: ./lib/probe/target.js
var target = __webpack_require__(8373);
// EXTERNAL MODULE: ./lib/probe/version-marker.js
var version_marker = __webpack_require__(6225);
;// CONCATENATED MODULE: ./lib/inputs/probe.js








/** Those that say nothing without a probe. Inputs with a default are not among them: they are never left out. */
const needProbe = ['probe-url', 'probe-expect', 'probe-version', 'max-downtime'];
/** A faster prober would load production and this machine more than it would tell; a slower one would miss outages. */
const intervalRange = { leastMs: 10, mostMs: 60_000 };
const timeoutRange = { leastMs: 10, mostMs: 60_000 };
const downtimeRange = { leastMs: 0, mostMs: 86_400_000 };
function readProbe(read) {
    const reaching = {
        connectTo: readBy(read, 'probe-connect-to', connect_to/* parseConnectTo */.zs) ?? [],
        timeoutMs: readDurationMs(read, 'probe-timeout', timeoutRange),
    };
    if (readChoice(read, 'probe') === 'off') {
        refuseWithoutProbe(read);
        return { kind: 'off', ...reaching };
    }
    const url = readBy(read, 'probe-url', (value) => (0,target/* parseProbeUrl */.j)(withoutCredentials('probe-url', value)));
    const versionMarker = readBy(read, 'probe-version', version_marker/* parseVersionMarker */.g);
    const expectation = readBy(read, 'probe-expect', probe_expectation/* parseProbeExpectation */._Q);
    refuseOfTcp(url, { 'probe-expect': expectation, 'probe-version': versionMarker });
    return {
        kind: 'on',
        ...reaching,
        ...(url === undefined ? {} : { url }),
        intervalMs: readDurationMs(read, 'probe-interval', intervalRange),
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

;// CONCATENATED MODULE: ./lib/inputs/belonging.js




/**
 * Refuses inputs that say nothing to what is done: somebody believes that they do.
 *
 * @throws InputError for the first of them, in the order of action.yml.
 */
function refuseForeign(read, { strategies, because }) {
    for (const name of Object.keys(inputDefinitions)) {
        const { belongsTo } = inputDefinitions[name];
        if (belongsTo === undefined || belongsTo.some((each) => strategies.includes(each)))
            continue;
        if (isGiven(read, name)) {
            const owner = `${belongsTo.length > 1 ? 'strategies' : 'strategy'} ${belongsTo.join(' and ')}`;
            throw new InputError(name, `${quoted(name, read(name))}belongs to ${owner}, and ${because}. Leave it out, or choose another strategy.`);
        }
    }
}

;// CONCATENATED MODULE: ./lib/inputs/request.js



/**
 * Reads what shall be done. Where a command finds the strategy in what is recorded, the input that names the thing tells where
 * to look.
 *
 * @throws InputError also for inputs of another strategy.
 */
function readRequest(read) {
    const command = readChoice(read, 'command');
    const request = isRelease(command)
        ? { strategy: readChoice(read, 'strategy'), command }
        : { strategy: readFamily(read, command), command };
    refuseForeign(read, {
        strategies: request.strategy === 'scale-set' ? ['canary-percent', 'full-rollout'] : [request.strategy],
        because: reasonFor(read, request),
    });
    return request;
}
function isRelease(command) {
    return command === 'run' || command === 'plan';
}
/** By `strategy` where it was named, else by the one thing that was. */
function readFamily(read, command) {
    if (read('strategy') !== '') {
        return readChoice(read, 'strategy') === 'vip-swap' ? 'vip-swap' : 'scale-set';
    }
    const scaleSet = read('scale-set');
    const address = read('production-public-ip');
    if (scaleSet !== '' && address !== '') {
        throw new InputError('scale-set', `'${scaleSet}' contradicts production-public-ip '${address}': command '${command}' is about one of them. Leave the ` +
            'other one out.');
    }
    if (scaleSet === '' && address === '') {
        throw new InputError('production-public-ip', `is missing, and so is scale-set: one of them says what command '${command}' is about. Allowed: name or resource ID.`);
    }
    return scaleSet === '' ? 'vip-swap' : 'scale-set';
}
function reasonFor(read, { strategy }) {
    const named = read('strategy');
    const target = strategy === 'vip-swap' ? 'production-public-ip' : 'scale-set';
    return named === '' ? `this is about ${target} '${read(target)}'` : `strategy is '${named}'`;
}

// EXTERNAL MODULE: ./lib/checks/health-gate.js
var health_gate = __webpack_require__(9295);
;// CONCATENATED MODULE: ./lib/inputs/number.js

const wholeNumber = /^\d{1,9}$/;
/** Reads a whole number in a range. */
function parseWithin(name, value, least, most) {
    const allowed = `a whole number from ${least} to ${most}`;
    if (!wholeNumber.test(value)) {
        throw misunderstood(name, value, allowed);
    }
    const number = Number(value);
    if (number < least || number > most) {
        throw new InputError(name, `'${value}' is out of range. Allowed: ${allowed}.`);
    }
    return number;
}
/** A uniform scale set has at most so many instances. */
const MOST_INSTANCES = 1000;
/** Reads `5` as a count, and `20%` as a share of them. */
function readInstanceCount(read, name, least) {
    const value = read(name);
    const { digits, sign } = /^(?<digits>\d{1,9})(?<sign>%?)$/.exec(value)?.groups ?? {};
    const allowed = `a number of instances from ${least} to ${MOST_INSTANCES}, or a percentage from ${least}% to 100%`;
    if (digits === undefined) {
        throw misunderstood(name, value, allowed);
    }
    const number = Number(digits);
    if (number < least || number > (sign === '%' ? 100 : MOST_INSTANCES)) {
        throw new InputError(name, `'${value}' is out of range. Allowed: ${allowed}.`);
    }
    return sign === '%' ? { kind: 'percent', percent: number } : { kind: 'count', count: number };
}

;// CONCATENATED MODULE: ./lib/inputs/health.js






const minHealthyRange = { leastMs: 0, mostMs: 3_600_000 };
const deadlineRange = { leastMs: 1000, mostMs: 86_400_000 };
/** Reads what makes an upgraded instance good. What Azure itself tells of it counts without being asked for. */
function readHealthGate(read) {
    const minHealthyTimeMs = readDurationMs(read, 'min-healthy-time', minHealthyRange);
    const healthyDeadlineMs = readDurationMs(read, 'healthy-deadline', deadlineRange);
    refuseTooShort(read, minHealthyTimeMs, healthyDeadlineMs);
    const endpoint = readEndpoint(read);
    const command = read('check-command');
    return {
        minHealthyTimeMs,
        healthyDeadlineMs,
        ...(endpoint === undefined ? {} : { endpoint }),
        ...(command === '' ? {} : { command }),
    };
}
function refuseTooShort(read, minHealthyTimeMs, healthyDeadlineMs) {
    const leastMs = (0,health_gate/* leastHealthyDeadlineMs */.Z)(minHealthyTimeMs);
    if (healthyDeadlineMs < leastMs) {
        throw new InputError('healthy-deadline', `'${read('healthy-deadline')}' is too short for min-healthy-time '${read('min-healthy-time')}': instances are looked at every ` +
            `${formatDuration(health_gate/* LISTING_INTERVAL_MS */.a)}, so hardly one could be seen to have been good for so long by then. Allowed: ` +
            `${formatDuration(leastMs)} and more, or a shorter min-healthy-time.`);
    }
}
function readEndpoint(read) {
    const http = readOptional(read, 'check-http', parseHttp);
    const tcp = readOptional(read, 'check-tcp', (value) => parseWithin('check-tcp', value, 1, MOST_PORT));
    const expectation = readBy(read, 'check-expect', probe_expectation/* parseProbeExpectation */._Q);
    if (http !== undefined && tcp !== undefined) {
        throw new InputError('check-tcp', `'${read('check-tcp')}' contradicts check-http '${read('check-http')}': an instance is asked in one way. Leave one of ` +
            'them out.');
    }
    if (http === undefined && expectation !== undefined) {
        const why = tcp === undefined ? 'nothing is asked' : 'a TCP connection has no answer to look at';
        throw new InputError('check-expect', `'${read('check-expect')}' is about the answer to check-http, and without that ${why}. Leave it out, or set check-http.`);
    }
    if (http !== undefined)
        return { protocol: 'http', ...http, expectation: expectation ?? probe_expectation/* anySuccess */.Kg };
    return tcp === undefined ? undefined : { protocol: 'tcp', port: tcp };
}
const MOST_PORT = 65_535;
/** `8080/health`; the path may be left out. */
function parseHttp(value) {
    const { port, path } = /^(?<port>\d+)(?<path>\/[\x21-\x7e]*)?$/.exec(value)?.groups ?? {};
    if (port === undefined) {
        throw misunderstood('check-http', value, 'PORT[/PATH] of the instance itself (8080/health)');
    }
    return { port: parseWithin('check-http', port, 1, MOST_PORT), path: path ?? '/' };
}

// EXTERNAL MODULE: ./lib/strategies/refused-error.js
var refused_error = __webpack_require__(2722);
;// CONCATENATED MODULE: ./lib/strategies/scale-set/payload/packer-manifest.js


const DEPLOYABLE = /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+\/providers\/Microsoft\.Compute\/(?:images\/[^/]+|galleries\/[^/]+\/images\/[^/]+\/versions\/[^/]+)$/i;
/** Under this name Packer's builder tells the image version in a gallery; a template may pass it on. In lower case. */
const GALLERY_ID = 'managedimagesharedimagegalleryid';
/**
 * The image that the last run of Packer has made, by the file of its manifest post-processor.
 *
 * @param file How the user named it, for errors.
 * @throws RefusedError
 */
function imageOfPackerManifest(content, file) {
    const builds = azureBuilds(content, file);
    const ids = new Map(builds.map((build) => [imageIdOf(build, file).toLowerCase(), build]));
    const [first] = builds;
    if (first === undefined || ids.size > 1) {
        throw new refused_error/* RefusedError */.f(`The last run in the Packer manifest ${file} has made ${ids.size} Azure images (builds ` +
            `${builds.map(({ name }) => name).join(', ')}), and which one to release cannot be told from it. Name it with image, or ` +
            'write the manifests of the builds to files of their own.');
    }
    return { id: imageIdOf(first, file) };
}
function azureBuilds(content, file) {
    const manifest = parse(content, file);
    const builds = readBuilds(manifest, file);
    const lastRun = textOf(manifest, 'last_run_uuid') || (builds.at(-1)?.runId ?? '');
    const ofLastRun = builds.filter(({ runId }) => runId === lastRun);
    const ofAzure = ofLastRun.filter(({ builderType }) => builderType === 'azure-arm');
    if (ofAzure.length > 0) {
        return ofAzure;
    }
    const types = [...new Set(ofLastRun.map(({ builderType }) => builderType))].join(', ');
    throw new refused_error/* RefusedError */.f(`The Packer manifest ${file} has no build by azure-arm of its last run${lastRun && ` (${lastRun})`}; ` +
        `${types === '' ? 'it lists none of that run' : `those of that run are by ${types}`}. Run packer build for Azure, or ` +
        'name the image with image.');
}
function readBuilds(manifest, file) {
    if (!Array.isArray(manifest.builds)) {
        throw new refused_error/* RefusedError */.f(`${file} is not a Packer manifest: it has no list "builds". Give the file that Packer's post-processor "manifest" writes.`);
    }
    return manifest.builds.filter(json_object/* isJsonObject */.O).map((build) => ({
        name: textOf(build, 'name'),
        builderType: textOf(build, 'builder_type'),
        artifactId: textOf(build, 'artifact_id'),
        runId: textOf(build, 'packer_run_uuid'),
        customData: new Map(Object.entries((0,json_object/* isJsonObject */.O)(build.custom_data) ? build.custom_data : {}).map(([name, value]) => [
            name.toLowerCase(),
            String(value),
        ])),
    }));
}
/** The version in a gallery, where the template tells it, and else the artifact: with both, that is the managed image. */
function imageIdOf({ name, artifactId, customData }, file) {
    const id = customData.get(GALLERY_ID) || artifactId;
    if (DEPLOYABLE.test(id)) {
        return id;
    }
    const where = `The build "${name}" of the Packer manifest ${file}`;
    throw new refused_error/* RefusedError */.f(/^https?:/i.test(id)
        ? `${where} made a disk (${packer_manifest_withoutQuery(id)}), which a scale set cannot be put on. Let Packer make a managed image ` +
            '(managed_image_name) or a version in a gallery (shared_image_gallery_destination); with keep_os_disk it names the disk.'
        : `${where} names the artifact "${id}", which is no id of a managed image or of a version of a gallery image. Name the ` +
            'image with image.');
}
/** A disk may be named with the signature that lets anybody read it. */
function packer_manifest_withoutQuery(uri) {
    return uri.replace(/\?.*$/s, '');
}
function parse(content, file) {
    let parsed;
    try {
        parsed = JSON.parse(content.replace(/^\uFEFF/, ''));
    }
    catch (error) {
        throw new refused_error/* RefusedError */.f(`The Packer manifest ${file} is no JSON: ${error instanceof Error ? error.message : String(error)}`);
    }
    return (0,json_object/* isJsonObject */.O)(parsed) ? parsed : {};
}
function textOf(object, name) {
    const value = object[name];
    return typeof value === 'string' ? value : '';
}

;// CONCATENATED MODULE: ./lib/inputs/image.js

const allowed = 'the resource ID of a managed image (.../Microsoft.Compute/images/NAME), of a gallery image or one of its versions ' +
    '(.../Microsoft.Compute/galleries/GALLERY/images/NAME[/versions/1.2.3]), or publisher:offer:sku:version of the marketplace';
const guid = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
const named = '[a-z0-9][\\w.-]*';
const managedOrGallery = new RegExp(`^(?<image>/subscriptions/${guid}/resourceGroups/[^/]+/providers/Microsoft\\.Compute/` +
    `(?:images/${named}|galleries/${named}/images/${named}))(?:/versions/(?<version>[^/]+))?$`, 'i');
const marketplace = /^(?<publisher>[\w.-]+):(?<offer>[\w.-]+):(?<sku>[\w.-]+):(?<version>[\w.-]+)$/;
const version = /^\d+\.\d+\.\d+$/;
/**
 * Reads an image as the three kinds of them are named. `latest` of the marketplace stays, to be resolved when the plan is
 * made; the latest version of a gallery image is the image without a version.
 */
function parseImage(name, value) {
    return value.includes('/') ? imageOfId(name, value) : imageOfMarketplace(name, value);
}
function imageOfId(name, value) {
    const parts = managedOrGallery.exec(value)?.groups;
    const hasVersion = parts?.version !== undefined;
    if (parts?.image === undefined || (hasVersion && !/\/galleries\//i.test(value))) {
        throw misunderstood(name, value, allowed);
    }
    if (!hasVersion)
        return { id: value };
    if (parts.version?.toLowerCase() === 'latest')
        return { id: parts.image };
    return { id: checkedVersion(name, value, parts.version, value) };
}
function imageOfMarketplace(name, value) {
    const parts = marketplace.exec(value)?.groups;
    if (parts === undefined) {
        throw misunderstood(name, value, allowed);
    }
    const { publisher = '', offer = '', sku = '' } = parts;
    const isLatest = parts.version?.toLowerCase() === 'latest';
    const pinned = isLatest ? 'latest' : checkedVersion(name, value, parts.version, parts.version ?? '');
    return { publisher, offer, sku, version: pinned };
}
/** @returns `result`, where the version is one. */
function checkedVersion(name, value, text, result) {
    if (text === undefined || !version.test(text)) {
        throw new InputError(name, `'${value}' has the version '${text}'. Allowed: three numbers (1.2.3), or latest.`);
    }
    return result;
}

;// CONCATENATED MODULE: ./lib/inputs/payload.js





const payloads = ['image', 'packer-manifest', 'extension'];
const ofExtension = ['extension-settings', 'extension-protected-settings', 'extension-script'];
const ofFormerExtension = ['previous-extension-settings', 'previous-extension-protected-settings'];
/** Reads what the machines shall get; undefined where nothing says so. */
function readPayload(read, readFile) {
    const given = payloads.filter((name) => read(name) !== '');
    const [name, second] = given;
    if (second !== undefined && name !== undefined) {
        throw new InputError(second, `'${read(second)}' contradicts ${name} '${read(name)}': a release has one payload. Leave one of them out.`);
    }
    if (name !== 'extension') {
        refuseWithoutExtension(read, ofExtension);
    }
    if (name !== undefined && name !== 'extension') {
        refuseWithoutExtension(read, ofFormerExtension);
    }
    switch (name) {
        case undefined:
            return undefined;
        case 'image':
            return { kind: 'image', image: parseImage('image', read('image')) };
        case 'packer-manifest':
            return {
                kind: 'image',
                input: name,
                image: parseBy(name, read(name), (path) => imageOfPackerManifest(readFile(path), path)),
            };
        case 'extension':
            return { kind: 'extension', ...readExtension(read, readFile) };
    }
}
/** The payload of a release that cannot be without one. */
function readNeededPayload(read, readFile) {
    const payload = readPayload(read, readFile);
    if (payload === undefined) {
        throw new InputError('image', 'is missing, and a canary needs something new to try. Set image, packer-manifest or extension.');
    }
    return payload;
}
function refuseWithoutExtension(read, names) {
    const given = names.find((name) => read(name) !== '');
    if (given !== undefined) {
        const payload = payloads.find((name) => read(name) !== '');
        throw new InputError(given, payload === undefined
            ? 'is about an extension, and none is named. Leave it out, or set extension.'
            : `contradicts ${payload} '${read(payload)}', which is no extension. Leave one of them out.`);
    }
}

;// CONCATENATED MODULE: ./lib/inputs/guid.js


const guid_guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
function isGuid(text) {
    return guid_guid.test(text);
}
function readGuid(read, name) {
    return readOptional(read, name, (value) => {
        if (!isGuid(value)) {
            throw misunderstood(name, value, 'a GUID (00000000-0000-0000-0000-000000000000)');
        }
        return value;
    });
}

;// CONCATENATED MODULE: ./lib/inputs/resource.js



/** Azure's rules for the names of resources and of resource groups; those of scale sets are narrower still. */
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

;// CONCATENATED MODULE: ./lib/inputs/scale-set.js









const pauseRange = { leastMs: 0, mostMs: 86_400_000 };
/** Reads the goal of `strategy: canary-percent`. */
function readCanaryGoal(read, readFile) {
    const terms = readReleaseTerms(read);
    const payload = readNeededPayload(read, readFile);
    refuseNoWayBack(payload, terms);
    return { strategy: 'canary-percent', ...terms, payload, share: readShare(read) };
}
/** Reads the goal of `strategy: full-rollout`. */
function readRolloutGoal(read, readFile) {
    const terms = readReleaseTerms(read);
    const payload = readPayload(read, readFile);
    if (payload !== undefined) {
        refuseNoWayBack(payload, terms);
    }
    return {
        strategy: 'full-rollout',
        ...terms,
        ...(payload === undefined ? {} : { payload }),
        batchSize: readInstanceCount(read, 'batch-size', 1),
        pauseBetweenBatchesMs: readDurationMs(read, 'pause-between-batches', pauseRange),
        ...readReleaseId(read),
    };
}
/** Reads the goal of `command: rollback`. */
function readRollbackGoal(read) {
    return { ...readTakeBackTerms(read), ...readReleaseId(read) };
}
/** As `release-id` of another run has it. */
function readReleaseId(read) {
    const releaseId = read('release-id');
    if (releaseId === '') {
        return {};
    }
    if (!/^\d{8}T\d{6}Z-[0-9a-f]{8}$/.test(releaseId)) {
        throw misunderstood('release-id', releaseId, 'what the output release-id of a run says (20261126T031415Z-46d6718b)');
    }
    return { releaseId };
}
/** Reads which scale set a command is about. */
function readScaleSetId(read) {
    const scope = readScope(read);
    const type = 'Microsoft.Compute/virtualMachineScaleSets';
    const id = toResourceId('scale-set', readNeeded(read, 'scale-set'), type, scope);
    const subscriptionId = (0,resource_id/* parseResourceId */.RQ)(id)?.subscriptionId;
    if (scope.subscriptionId !== undefined && !(0,resource_id/* sameId */.s)(scope.subscriptionId, subscriptionId)) {
        throw new InputError('scale-set', `'${id}' is outside of subscription ${scope.subscriptionId}. Allowed: a scale set in it.`);
    }
    return id;
}
/** Reads what `rollback` and `recover` need: what they are about, they find in the tags of the scale set. */
function readTakeBackTerms(read) {
    const previousSettings = readPreviousSettings(read);
    return {
        scaleSetId: readScaleSetId(read),
        health: readHealthGate(read),
        suspendRepairs: readBoolean(read, 'suspend-repairs'),
        ...(previousSettings === undefined ? {} : { previousSettings }),
    };
}
function readReleaseTerms(read) {
    return {
        ...readTakeBackTerms(read),
        maxUnhealthy: readInstanceCount(read, 'max-unhealthy', 0),
        onUnhealthy: readChoice(read, 'on-unhealthy'),
        allowNoRollback: readBoolean(read, 'allow-no-rollback'),
    };
}
function readShare(read) {
    const percent = read('percent');
    const instanceIds = readList(read, 'instance-ids');
    if (percent !== '' && instanceIds.length > 0) {
        throw new InputError('instance-ids', `'${instanceIds.join(', ')}' contradicts percent '${percent}': both choose the canaries. Leave one of them out.`);
    }
    if (percent !== '') {
        return { kind: 'percent', percent: parseWithin('percent', percent, 1, 100) };
    }
    if (instanceIds.length === 0) {
        throw new InputError('percent', 'is missing, and nothing else chooses the canaries. Allowed: a whole number from 1 to 100; or set instance-ids.');
    }
    return { kind: 'instances', instanceIds: instanceIds.map(checkedInstanceId) };
}
/** Uniform scale sets number their instances. */
function checkedInstanceId(value) {
    if (!/^(0|[1-9]\d{0,8})$/.test(value)) {
        throw misunderstood('instance-ids', value, 'instance IDs (0, 17) between commas or newlines; for all: percent 100');
    }
    return value;
}
/** ARM never gives protected settings back, so nobody but the user can say what an extension had. */
function refuseNoWayBack(payload, { previousSettings, allowNoRollback }) {
    if (payload.kind === 'extension' && previousSettings === undefined && !allowNoRollback) {
        throw new InputError('previous-extension-settings', `is missing, and without it the release of extension '${payload.name}' could not be taken back. Set it, or ` +
            'previous-extension-protected-settings, to what the extension has now; or set allow-no-rollback: true.');
    }
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
    const parsed = tags_parseJson(value);
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
function tags_parseJson(value) {
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
    const production = readProduction(read, scope);
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
    const production = readProduction(read, scope);
    return readTerms(read, scope, production, subscriptionOf(production[0] ?? ''));
}
/** Reads which addresses `status`, `recover` and `unlock` are about. */
function readProductionAddresses(read) {
    const scope = readScope(read);
    const productionPublicIpIds = readProduction(read, scope);
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
function readProduction(read, scope) {
    readNeeded(read, 'production-public-ip');
    return readIds(read, 'production-public-ip', publicIp, scope);
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

;// CONCATENATED MODULE: ./lib/inputs/task.js





const lockRange = { leastMs: 0, mostMs: 86_400_000 };
/** Reads what the request needs. */
function readTask(read, request, readFile) {
    const { strategy, command } = request;
    switch (strategy) {
        case 'vip-swap':
            return readVipSwapTask(read, request);
        case 'canary-percent':
            return { strategy, command, goal: readCanaryGoal(read, readFile), ...readWaiting(read) };
        case 'full-rollout':
            return { strategy, command, goal: readRolloutGoal(read, readFile), ...readWaiting(read) };
        case 'scale-set':
            return readScaleSetTask(read, request);
    }
}
function readVipSwapTask(read, { strategy, command }) {
    switch (command) {
        case 'run':
        case 'plan':
            return { strategy, command, goal: readVipSwapGoal(read), ...readWaiting(read) };
        case 'rollback':
            return { strategy, command, terms: readSwapTerms(read), ...readWaiting(read) };
        case 'recover':
            return {
                strategy,
                command,
                ...readProductionAddresses(read),
                recoverTo: readChoice(read, 'recover-to'),
            };
        case 'status':
            return { strategy, command, ...readProductionAddresses(read) };
        case 'unlock':
            return { strategy, command, ...readProductionAddresses(read), reason: readUnlockReason(read) };
    }
}
function readScaleSetTask(read, { strategy, command }) {
    switch (command) {
        case 'rollback':
            return { strategy, command, terms: readRollbackGoal(read), ...readWaiting(read) };
        case 'recover':
            return {
                strategy,
                command,
                terms: readTakeBackTerms(read),
                recoverTo: readChoice(read, 'recover-to'),
            };
        case 'status':
            return { strategy, command, scaleSetId: readScaleSetId(read) };
        case 'unlock':
            return { strategy, command, scaleSetId: readScaleSetId(read), reason: readUnlockReason(read) };
    }
}
function readWaiting(read) {
    return {
        lockTimeoutMs: readDurationMs(read, 'lock-timeout', lockRange),
        onInterrupted: readChoice(read, 'on-interrupted'),
    };
}
function readUnlockReason(read) {
    const reason = read('unlock-reason');
    if (reason === '') {
        throw new InputError('unlock-reason', 'is missing, and command unlock takes away what somebody else has locked. Say why: whoever misses the lock reads it.');
    }
    return reason;
}

;// CONCATENATED MODULE: ./lib/inputs.js














/** Shorter than the steady answers that a swap ends with, and no swap could ever succeed. */
const verifyRange = { leastMs: 5000, mostMs: 3_600_000 };
const inputs_timeoutRange = { leastMs: 1000, mostMs: 86_400_000 };
/**
 * Reads and checks all inputs.
 *
 * @throws InputError for the first input that cannot be acted on.
 */
function readInputs(source, readFile) {
    const read = readMasking(source);
    const request = readRequest(read);
    const task = readTask(read, request, readFile);
    const common = readCommon(read, request);
    refuseEndlessWaiting(task, common.timeoutMs, read);
    return { ...common, task };
}
/** Reads what `post` needs, of inputs that `main` has found good. */
function readInputsOfPost(source) {
    const read = readMasking(source);
    const previousSettings = readPreviousSettings(read);
    return {
        ...readCommon(read, readRequest(read)),
        ...(previousSettings === undefined ? {} : { previousSettings }),
    };
}
function readMasking({ getInput, mask }) {
    const read = readFrom(getInput);
    maskSecrets(read, mask);
    return read;
}
function readCommon(read, request) {
    const authorityHost = readOptional(read, 'authority-host', (value) => parseServiceUrl('authority-host', value));
    const reportPath = readOptional(read, 'report-path', (value) => value);
    return {
        command: request.command,
        strategy: readOptional(read, 'strategy', () => readChoice(read, 'strategy')) ?? '',
        subscriptionId: readSubscriptionId(read, request),
        probe: readProbe(read),
        timeoutMs: readDurationMs(read, 'timeout', inputs_timeoutRange),
        verifyTimeoutMs: readDurationMs(read, 'verify-timeout', verifyRange),
        onFailure: readChoice(read, 'on-failure'),
        record: readChoice(read, 'record'),
        signIn: readSignIn(read),
        resourceManagerEndpoint: parseServiceUrl('resource-manager-endpoint', read('resource-manager-endpoint')),
        ...(authorityHost === undefined ? {} : { authorityHost }),
        ...(reportPath === undefined ? {} : { reportPath }),
    };
}
function readSubscriptionId(read, { strategy }) {
    return strategy === 'vip-swap'
        ? readProductionAddresses(read).subscriptionId
        : ((0,resource_id/* parseResourceId */.RQ)(readScaleSetId(read))?.subscriptionId ?? '');
}
function refuseEndlessWaiting(task, timeoutMs, read) {
    const waits = {
        'lock-timeout': 'lockTimeoutMs' in task ? task.lockTimeoutMs : 0,
        'pause-between-batches': 'goal' in task && 'pauseBetweenBatchesMs' in task.goal ? task.goal.pauseBetweenBatchesMs : 0,
    };
    for (const [name, waitMs] of Object.entries(waits)) {
        if (waitMs >= timeoutMs) {
            throw new InputError(name, `'${read(name)}' leaves no time of timeout '${read('timeout')}', which is for the release itself too. ` +
                'Allowed: less than timeout.');
        }
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

/***/ 143:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   O: () => (/* binding */ isJsonObject)
/* harmony export */ });
/** Whether a value that JSON.parse has made is an object, and no array. */
function isJsonObject(value) {
    return typeof value === 'object' && value !== null && !Array.isArray(value);
}


/***/ }),

/***/ 2722:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   f: () => (/* binding */ RefusedError)
/* harmony export */ });
/* harmony import */ var _engine_failure_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8004);

/** A release is refused before any write: everything is as it was. The message says why, and what would make it possible. */
class RefusedError extends _engine_failure_js__WEBPACK_IMPORTED_MODULE_0__/* .ProblemsError */ .F {
    name = 'RefusedError';
    code = 'Refused';
    constructor(problems, options) {
        super(typeof problems === 'string' ? [problems] : problems, options);
    }
}


/***/ })

};

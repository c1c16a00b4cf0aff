/**
 * GitHub ends everything five minutes after a cancellation, and `post` is to have told everything after four. What is not
 * settled by this is handed over: the answer to a write is waited for four seconds longer, then the lock is given up within
 * twenty, and the report takes a moment too.
 */
export const POST_TIMEOUT_MS = 200_000;

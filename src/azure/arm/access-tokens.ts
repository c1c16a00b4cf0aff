import type { AccessToken, GetTokenOptions, TokenCredential } from '@azure/identity';
import type { Clock } from '../../engine/clock.ts';
import { DeadlineError, withDeadline } from '../../engine/deadline.ts';
import { untilAborted } from '../../engine/until-aborted.ts';
import { namingAwaited } from './deadline-of-call.ts';
import { NoTokenError, type RenewableCredential, SignInError } from './sign-in.ts';

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
export class AccessTokens implements TokenCredential {
  readonly #credential: TokenCredential & Partial<RenewableCredential>;
  readonly #clock: Clock;
  #token: AccessToken | undefined;
  #asking: Promise<AccessToken> | undefined;
  /** Since when requests have waited for a token in vain. */
  #failingSinceMs: number | undefined;

  constructor(credential: TokenCredential & Partial<RenewableCredential>, clock: Clock) {
    this.#credential = credential;
    this.#clock = clock;
  }

  /** ARM has refused the token that there is. */
  renew(): void {
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
  async ready(signal: AbortSignal): Promise<void> {
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
    } catch (error) {
      throw error instanceof NoTokenError
        ? this.#worthAnotherTry(error, sinceMs)
        : namingAwaited(error, signal, () => 'a token of Entra ID');
    }
  }

  /** For the SDK's pipeline, after `ready`. A challenge of ARM (401 with claims) is all that is asked in the middle of a request. */
  async getToken(scopes: string | string[], options: GetTokenOptions = {}): Promise<AccessToken | null> {
    if (options.claims === undefined) {
      return this.#token ?? this.#ask();
    }
    const { abortSignal } = options;
    const asking = this.#credential.getToken(scopes, options);
    return abortSignal instanceof AbortSignal ? untilAborted(asking, abortSignal) : asking;
  }

  #worthAnotherTry(error: NoTokenError, sinceMs: number): NoTokenError | SignInError {
    this.#failingSinceMs ??= sinceMs;
    const failingMs = this.#clock.monotonicMs() - this.#failingSinceMs;
    return failingMs < PATIENCE_MS
      ? error
      : new SignInError(`${error.message} That has been so for ${Math.round(failingMs / 1000)} s.`, {
          cause: error,
        });
  }

  #leftMs(): number {
    return (this.#token?.expiresOnTimestamp ?? 0) - this.#clock.epochMs();
  }

  /** One at a time: whoever comes meanwhile waits for the same answer. */
  #ask(): Promise<AccessToken> {
    if (this.#asking !== undefined) {
      return this.#asking;
    }
    const asking = this.#receive();
    this.#asking = asking;
    const isCurrent = () => this.#asking === asking;
    asking.then(
      (token) => {
        if (isCurrent()) {
          this.#asking = undefined;
          this.#token = token;
          this.#failingSinceMs = undefined;
        }
      },
      () => {
        if (isCurrent()) {
          this.#asking = undefined;
        }
      },
    );
    return asking;
  }

  async #receive(): Promise<AccessToken> {
    const deadline = {
      clock: this.#clock,
      signal: NEVER,
      timeoutMs: SIGN_IN_TIMEOUT_MS,
      subject: 'a token of Entra ID',
    };
    try {
      const token = await withDeadline(deadline, (limited) =>
        untilAborted(this.#credential.getToken(SCOPE, { abortSignal: limited }), limited),
      );
      if (token === null) {
        throw new SignInError('Signing in gave no token, and no reason.');
      }
      return token;
    } catch (error) {
      throw error instanceof DeadlineError
        ? new NoTokenError(
            `Signing in got no answer within ${SIGN_IN_TIMEOUT_MS / 1000} s. Nothing was sent to ARM.`,
            { cause: error },
          )
        : error;
    }
  }
}

const NEVER = new AbortController().signal;

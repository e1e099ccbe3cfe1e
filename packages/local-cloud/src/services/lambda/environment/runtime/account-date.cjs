// The function's clock shows the account's time, so that times in events, logs and metrics agree with those of the account.
const systemTime = Date.now;
const SystemDate = Date;

/** How far the account's clock is ahead of system time. */
let aheadMs = 0;

/** Replaces the global Date. */
function useAccountDate() {
  const now = () => systemTime() + aheadMs;
  globalThis.Date = new Proxy(SystemDate, {
    construct: (target, args, newTarget) => Reflect.construct(target, args.length > 0 ? args : [now()], newTarget),
    apply: () => new SystemDate(now()).toString(),
    get: (target, name) => (name === "now" ? now : Reflect.get(target, name)),
  });
}

/**
 * @param {number} now the account's time, in milliseconds since 1970
 */
function setAccountTime(now) {
  aheadMs = now - systemTime();
}

module.exports = { setAccountTime, useAccountDate };

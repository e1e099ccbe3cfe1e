export { isAlive, type LockAttempt, type LockHolder, type LockOptions, tryLock } from "../core/file-lock.ts";

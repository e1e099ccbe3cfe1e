/** A time on a clock on the wall, in some time zone: as milliseconds since 1970 in UTC, if that clock showed UTC. */
export type WallTime = number;

const dayMs = 24 * 60 * 60 * 1000;
const formats = new Map<string, Intl.DateTimeFormat>();

/** Whether `zone` is a name of the IANA time zone database, e.g. Europe/Berlin ("Time zones on EventBridge Scheduler"). */
export function isTimeZone(zone: string): boolean {
  // Node also takes offsets such as +01:00.
  if (!/^[A-Za-z]/.test(zone)) return false;
  try {
    formatOf(zone);
    return true;
  } catch {
    return false;
  }
}

/** What a clock in `zone` shows at `instant` (milliseconds since 1970). */
export function wallTimeAt(instant: number, zone: string): WallTime {
  if (zone === "UTC") return instant;
  const whole = Math.floor(instant / 1000) * 1000;
  const parts: Record<string, number> = {};
  for (const { type, value } of formatOf(zone).formatToParts(whole)) parts[type] = Number(value);
  const { year, month, day, hour, minute, second } = parts as Record<string, number>;
  return Date.UTC(year!, month! - 1, day, hour, minute, second) + (instant - whole);
}

/**
 * When a clock in `zone` shows `wall`: the first time if it shows it twice, and undefined if it never does, since the clock
 * is put forward then ("Daylight savings time on EventBridge Scheduler").
 */
export function instantOf(wall: WallTime, zone: string): number | undefined {
  if (zone === "UTC") return wall;
  // The offset changes at most once within two days, so one of these two is in force.
  const offsets = [wall - dayMs, wall + dayMs].map((near) => wallTimeAt(near, zone) - near);
  const instants = offsets.map((offset) => wall - offset).filter((instant) => wallTimeAt(instant, zone) === wall);
  return instants.length > 0 ? Math.min(...instants) : undefined;
}

function formatOf(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat("en-US", {
      timeZone: zone,
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    });
    formats.set(zone, format);
  }
  return format;
}

// Loaded before a program by NODE_OPTIONS: its host's clock is wrong by so many milliseconds.
const movedByMs = Number(process.env["MOVED_BY_MS"] ?? 0);
const now = Date.now;
Date.now = () => now() + movedByMs;

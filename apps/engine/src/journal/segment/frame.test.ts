import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { getUint48, getUint64, putUint48, putUint64 } from "./byte-writer.ts";
import { FRAME_HEADER_BYTES, GENESIS, LENGTH_AT, sealFrame } from "./frame.ts";
import { decodeSegmentHeader, encodeSegmentHeader } from "./segment-header.ts";

const DOCUMENT = fileURLToPath(new URL("../../../../../docs/journal-format.md", import.meta.url));

/** The bytes under a heading of the format's document, written there as hexadecimal. */
function documentedBytes(heading: string): string {
  const text = readFileSync(DOCUMENT, "utf8");
  const block = text.slice(text.indexOf(`### ${heading}`)).split("```")[1] ?? "";
  return block.replace(/[^0-9a-f]/g, "");
}

function frameOf(payload: string): { memory: Buffer; view: DataView; start: number; end: number } {
  const memory = Buffer.concat([Buffer.alloc(FRAME_HEADER_BYTES), Buffer.from(payload)]);
  const view = new DataView(memory.buffer, memory.byteOffset, memory.length);
  view.setUint32(LENGTH_AT, memory.length - FRAME_HEADER_BYTES, true);
  return { memory, view, start: 0, end: memory.length };
}

describe("the format", () => {
  it("of a header is the documented one", () => {
    const header = encodeSegmentHeader({
      format: { name: "journal", version: 1 },
      firstSeq: 1,
      previousHash: GENESIS.hash,
      createdAt: 1_381_239_000_000,
    });
    expect(header.toString("hex")).toBe(documentedBytes("Header"));
  });

  it("of entries is the documented one", () => {
    const first = frameOf(
      '{"v":1,"seq":1,"input":1,"time":1381239000000,"records":[{"kind":"a"}]}',
    );
    const one = sealFrame(first, GENESIS, 0);
    expect(first.memory.toString("hex")).toBe(documentedBytes("First entry"));
    const second = frameOf(
      '{"v":1,"seq":2,"input":5,"time":1381239000004,"records":[{"kind":"b"}]}',
    );
    sealFrame(second, one, 1);
    expect(second.memory.toString("hex")).toBe(documentedBytes("Second entry"));
  });

  it("chains by SHA-256 of the hash before, the sequence number and the payload", () => {
    const frame = frameOf("payload");
    const previous = { seq: 41, hash: Buffer.alloc(32, 7) };
    const seq = Buffer.alloc(8);
    seq.writeBigUInt64LE(42n);
    const expected = createHash("sha256")
      .update(previous.hash)
      .update(seq)
      .update("payload")
      .digest();
    expect(sealFrame(frame, previous, 3)).toEqual({ seq: 42, hash: expected });
  });

  it("reads back every header it writes and none with a flipped bit", () => {
    const headers = fc.record({
      format: fc.record({ name: fc.constantFrom("journal", "tape"), version: fc.nat(65_535) }),
      firstSeq: fc.maxSafeNat(),
      previousHash: fc
        .uint8Array({ minLength: 32, maxLength: 32 })
        .map((bytes) => Buffer.from(bytes)),
      createdAt: fc.maxSafeNat(),
    });
    fc.assert(
      fc.property(headers, fc.nat(95), fc.nat(7), (header, byte, bit) => {
        const bytes = encodeSegmentHeader(header);
        expect(decodeSegmentHeader(bytes)).toEqual({ ok: true, value: { layout: 1, ...header } });
        bytes.writeUInt8(bytes.readUInt8(byte) ^ (1 << bit), byte);
        expect(decodeSegmentHeader(bytes).ok).toBe(false);
      }),
    );
  });

  it("holds whole numbers of 48 and 53 bits exactly", () => {
    const view = new DataView(new ArrayBuffer(8));
    fc.assert(
      fc.property(fc.maxSafeNat(), (value) => {
        putUint64(view, 0, value);
        expect(getUint64(view, 0)).toBe(value);
        const short = value % 2 ** 48;
        putUint48(view, 0, short);
        expect(getUint48(view, 0)).toBe(short);
      }),
    );
  });
});

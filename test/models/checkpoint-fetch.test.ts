import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { afterEach, describe, expect, it } from "vitest";
import { folderSource } from "../../src/cli/files.ts";
import { fetchSource, readCheckpoint } from "../../src/models/checkpoint.ts";
import { folder, filesOf, failure } from "./checkpoint-files.ts";

describe("fetching", () => {
  let server: Server | undefined;
  afterEach(() => server?.close());

  async function serve(answer: RequestListener): Promise<string> {
    const started = createServer(answer);
    server = started;
    await new Promise<void>((resolve) => started.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(started.address() as AddressInfo).port}`;
  }

  it("reads a whole checkpoint and counts its bytes", async () => {
    const files = await filesOf("A");
    const url = await serve((request, response) => {
      const bytes = files.get(request.url!.replace("/model/", ""));
      if (!bytes) response.writeHead(404).end();
      else response.writeHead(200, { "content-length": bytes.length }).end(bytes);
    });
    const seen: [number, number | null][] = [];
    const onProgress = (...progress: [number, number | null]) => seen.push(progress);
    const fetched = await readCheckpoint(fetchSource(`${url}/model/`), { onProgress });
    expect(fetched).toEqual(await readCheckpoint(folderSource(folder("A"))));
    expect(seen.at(-1)).toEqual([97_000, 97_000]);
    expect(seen.every(([, total]) => total === 97_000)).toBe(true);
    expect(seen.map(([loaded]) => loaded)).toEqual(
      seen.map(([loaded]) => loaded).sort((a, b) => a - b),
    );
  });

  it("does not take a compressed body's length for the file's", async () => {
    const body = new Uint8Array(100_000);
    const url = await serve((_, response) => {
      const packed = gzipSync(body);
      const headers = { "content-encoding": "gzip", "content-length": packed.length };
      response.writeHead(200, headers).end(packed);
    });
    const totals = new Set<number | null>();
    const bytes = await fetchSource(url).read("x", (_, total) => totals.add(total));
    expect(bytes).toEqual(body);
    expect([...totals]).toEqual([null, 100_000]);
  });

  it("does not know the total of a body sent in chunks until its end", async () => {
    const url = await serve((_, response) => {
      response.write("abc");
      setTimeout(() => response.end("def"), 20);
    });
    const seen: [number, number | null][] = [];
    const bytes = await fetchSource(url).read("x", (...progress) => seen.push(progress));
    expect(new TextDecoder().decode(bytes!)).toBe("abcdef");
    expect(seen).toEqual([
      [3, null],
      [6, null],
      [6, 6],
    ]);
  });

  it("takes a missing file, and the page that some servers send instead, for absent", async () => {
    const url = await serve((request, response) => {
      if (request.url === "/gone") response.writeHead(410).end();
      else if (request.url === "/missing") response.writeHead(404).end("no");
      else response.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end("<!doctype");
    });
    for (const file of ["gone", "missing", "config.json"]) {
      expect(await fetchSource(url).read(file)).toBeNull();
    }
  });

  it("refuses a large file by its header, and one without header once it is too large", async () => {
    const url = await serve((request, response) => {
      if (request.url === "/declared") response.writeHead(200, { "content-length": 2 ** 31 });
      response.write(new Uint8Array(1000));
    });
    for (const file of ["declared", "undeclared"]) {
      await expect(fetchSource(url).read(file, undefined, 999)).rejects.toEqual(
        failure("checkpoint.too-large", new RegExp(file)),
      );
    }
  });

  it("names the address when the server refuses, hangs up, or is not there", async () => {
    const url = await serve((request, response) => {
      if (request.url === "/denied") response.writeHead(403).end();
      else {
        response.writeHead(200, { "content-length": 10 }).write("abc");
        setTimeout(() => response.destroy(), 20);
      }
    });
    await expect(fetchSource(url).read("denied")).rejects.toEqual(
      failure("fetch.failed", /\/denied: the server answered 403/),
    );
    await expect(fetchSource(url).read("half")).rejects.toEqual(failure("fetch.failed", /\/half/));
    server!.close();
    server!.closeAllConnections();
    await expect(fetchSource(url).read("x")).rejects.toEqual(failure("fetch.failed", /\/x/));
  });

  it("passes an abort on as an abort", async () => {
    const url = await serve((_, response) => void response.write("abc"));
    const abort = new AbortController();
    const reading = fetchSource(url, { signal: abort.signal }).read("x", () => abort.abort());
    await expect(reading).rejects.toThrow(expect.objectContaining({ name: "AbortError" }));
  });
});

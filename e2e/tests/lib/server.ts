// The real command on a folder of its own, and everything it says.
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** The command that is tested. */
export const BIN = process.env.REKNIT_BIN ?? "../target/release/reknit";

export class Server {
  private constructor(private child: ChildProcess, readonly folder: string, readonly port: number, private said: string[]) {}

  static async start(flags: string[] = [], folder = mkdtempSync(join(tmpdir(), "notes-")), port = 0, command = "serve"): Promise<Server> {
    const data = command === "client" ? [] : ["--data", folder];
    const child = spawn(BIN, [command, "--port", String(port), ...data, ...flags], { stdio: ["ignore", "pipe", "pipe"] });
    const said: string[] = [];
    const got = await new Promise<number>((resolve, reject) => {
      const hear = (bytes: Buffer) => {
        said.push(bytes.toString());
        const found = /listening on http:\/\/localhost:(\d+)/.exec(said.join(""));
        if (found) resolve(Number(found[1]));
      };
      child.stdout.on("data", hear);
      child.stderr.on("data", hear);
      child.on("exit", (code) => reject(new Error(`the command ended with ${code}: ${said.join("")}`)));
    });
    return new Server(child, folder, got, said);
  }

  /** Two people and eleven weeks. */
  static demo(): Promise<Server> {
    return Server.start([], undefined, 0, "demo");
  }

  /** The app from one's own machine, for a relay elsewhere. */
  static client(relay: string, flags: string[] = []): Promise<Server> {
    return Server.start(["--relay", relay, ...flags], undefined, 0, "client");
  }

  get url(): string {
    return `http://localhost:${this.port}`;
  }

  /** Everything it printed. */
  get output(): string {
    return this.said.join("");
  }

  async kill(): Promise<void> {
    const gone = new Promise((resolve) => this.child.once("exit", resolve));
    this.child.kill("SIGKILL");
    await gone;
  }

  /** The same folder and port again. */
  async restart(flags: string[] = []): Promise<Server> {
    await this.kill();
    return Server.start(flags, this.folder, this.port);
  }

  async stop(): Promise<void> {
    await this.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

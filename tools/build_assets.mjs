// Bundles styles, scripts and fonts into portal/ui/static/ui/dist. Run by `npm run build`.
// A theme is the example token set of NL Design System, reduced to the tokens our styles use, plus the
// municipality's own token file on top.
import { build } from "esbuild";
import { readFileSync, writeFileSync, readdirSync, mkdirSync, rmSync } from "node:fs";
import { basename, join } from "node:path";

const source = "portal/ui/static_src";
const target = "portal/ui/static/ui/dist";
rmSync(target, { recursive: true, force: true });
mkdirSync(target, { recursive: true });

await build({
  entryPoints: { app: join(source, "app.css") },
  outdir: target,
  bundle: true,
  minify: true,
  loader: { ".woff2": "file", ".woff": "empty" },
  assetNames: "[name]",
  external: [],
});
await build({
  entryPoints: { app: join(source, "app.js") },
  outdir: target,
  bundle: true,
  minify: true,
  format: "iife",
  target: "es2020",
});

const declaration = /(--[\w-]+)\s*:\s*([^;]+);/g;
const use = /var\(\s*(--[\w-]+)/g;
const read = (text) => new Map([...text.matchAll(declaration)].map(([, name, value]) => [name, value.trim()]));
const names = (text) => [...text.matchAll(use)].map(([, name]) => name);
const base = read(
  readFileSync("node_modules/@nl-design-system-unstable/voorbeeld-design-tokens/dist/variables.css", "utf8"),
);
const styles = readFileSync(join(target, "app.css"), "utf8");

for (const file of readdirSync(join(source, "themes"))) {
  const own = read(readFileSync(join(source, "themes", file), "utf8"));
  const tokens = new Map([...base, ...own]);
  const wanted = new Set();
  const queue = names(styles);
  while (queue.length) {
    const name = queue.pop();
    if (wanted.has(name) || !tokens.has(name)) continue;
    wanted.add(name);
    queue.push(...names(tokens.get(name)));
  }
  const css = [...wanted].sort().map((name) => `${name}:${tokens.get(name)}`).join(";");
  writeFileSync(join(target, `theme-${basename(file)}`), `:root{${css}}\n`);
}

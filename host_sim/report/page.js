// Draws the panels, keeps their time axes alike, and repaints them when the theme changes.
"use strict";
(() => {
  const data = JSON.parse(document.getElementById("panels").textContent);
  const root = document.documentElement;
  const nodes = data.panels.map((panel) => document.getElementById("panel-" + panel.name));
  const config = { displaylogo: false, responsive: true, scrollZoom: false, displayModeBar: false };
  let following = false;
  for (const panel of data.panels) {
    for (const trace of panel.data) {
      if (trace.span) trace.x = data.dates.slice(...trace.span);
    }
  }

  const isDark = () => root.dataset.theme === "dark";
  const paint = (role) => data.roles[role][isDark() ? 1 : 0];

  function painted(panel) {
    for (const trace of panel.data) {
      const colour = trace.meta && trace.meta.role && paint(trace.meta.role);
      if (!colour) continue;
      if (trace.line) trace.line.color = colour;
      if (!trace.marker) continue;
      if (trace.marker.pattern) {
        trace.marker.pattern.fgcolor = trace.marker.line.color = colour;
      } else {
        trace.marker.color = colour;
      }
    }
    const layout = panel.layout;
    layout.font.color = paint("ink");
    for (const axis of [layout.xaxis, layout.yaxis]) {
      axis.gridcolor = axis.zerolinecolor = paint("pale");
    }
    const back = isDark() ? "#232c36" : "#ffffff";
    layout.hoverlabel = { bgcolor: back, font: { color: paint("ink") } };
    return panel;
  }

  // One left edge for all where there is room for the longest alarm's name.
  function narrowed(panel) {
    const narrow = window.innerWidth < 700;
    const named = panel.name === "alarms" || panel.name === "marks";
    panel.layout.margin.l = !narrow ? 132 : named ? 122 : 38;
    panel.layout.font.size = narrow ? 11 : 12;
    return panel.layout;
  }

  function draw() {
    data.panels.forEach((panel, index) => {
      painted(panel);
      Plotly.react(nodes[index], panel.data, narrowed(panel), config);
    });
  }

  function show(range, but) {
    following = true;
    const change = range ? { "xaxis.range": range } : { "xaxis.autorange": false,
      "xaxis.range": data.whole };
    const others = nodes.filter((node) => node !== but);
    Promise.all(others.map((node) => Plotly.relayout(node, change))).then(() => {
      following = false;
    });
  }

  function follow(node) {
    node.on("plotly_relayout", (change) => {
      if (following) return;
      if ("xaxis.range[0]" in change) {
        show([change["xaxis.range[0]"], change["xaxis.range[1]"]], node);
      } else if (change["xaxis.autorange"]) {
        show(null, null);
      }
    });
  }

  const wanted = window.matchMedia("(prefers-color-scheme: dark)");
  const button = document.getElementById("theme");
  function theme(dark) {
    root.dataset.theme = dark ? "dark" : "light";
    button.textContent = dark ? "Light page" : "Dark page";
  }
  theme(wanted.matches);
  wanted.addEventListener("change", (event) => { theme(event.matches); draw(); });
  button.addEventListener("click", () => { theme(!isDark()); draw(); });
  const views = [...document.querySelectorAll(".views button")];
  for (const view of views) {
    view.addEventListener("click", () => {
      for (const other of views) other.setAttribute("aria-pressed", String(other === view));
      show([view.dataset.from, view.dataset.to], null);
    });
  }
  draw();
  nodes.forEach(follow);
})();

// Charts from a JSON block beside them. SVG, no animation, no inline style: tooltips are drawn, not HTML.
"use strict";
(() => {
  const token = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

  // On-time rate by day with its interval: band, line, and gaps where there was too little to compare.
  const rate = (told) => {
    const rows = told.rows;
    const band = rows.map((r) => (r.low === null ? null : r.high - r.low));
    const lowest = Math.min(100, ...rows.filter((r) => r.low !== null).map((r) => r.low));
    const floor = [80, 60, 0].find((f) => f <= lowest);
    return {
      animation: false,
      textStyle: { fontFamily: token("--fonts"), color: token("--second") },
      aria: { enabled: true, label: { description: told.title } },
      grid: { left: 42, right: 16, top: 12, bottom: 26 },
      tooltip: {
        trigger: "axis", renderMode: "richText", confine: true,
        formatter: (points) => { const r = rows[points[0].dataIndex]; return r.told; },
      },
      xAxis: { type: "category", data: rows.map((r) => r.day), boundaryGap: false, axisTick: { show: false },
        axisLine: { lineStyle: { color: token("--line") } }, axisLabel: { interval: Math.ceil(rows.length / 6), hideOverlap: true } },
      yAxis: { type: "value", min: floor, max: 100, interval: (100 - floor) / 4, axisLabel: { formatter: "{value}%" }, splitLine: { lineStyle: { color: token("--line") } } },
      series: [
        { type: "line", stack: "band", data: rows.map((r) => r.low), lineStyle: { opacity: 0 }, symbol: "none", silent: true },
        { type: "line", stack: "band", data: band, lineStyle: { opacity: 0 }, symbol: "none", silent: true, areaStyle: { color: token("--run"), opacity: 0.3 } },
        { type: "line", data: rows.map((r) => r.rate), symbol: "none", lineStyle: { color: token("--brand"), width: 2 } },
      ],
    };
  };

  const kinds = { rate, ...window.leadCharts, ...window.taskCharts };
  for (const el of document.querySelectorAll("[data-chart]")) {
    const told = JSON.parse(document.getElementById(el.dataset.source).textContent);
    const chart = window.echarts.init(el, null, { renderer: "svg" });
    chart.setOption(kinds[el.dataset.chart](told));
    new ResizeObserver(() => chart.resize()).observe(el);
  }
})();

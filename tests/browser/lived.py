"""Two days of a pump, lived by what a page sends: signed orders, a bolus, a power cut, a stall.

The page answers with its total, the scenario and, where the pump runs in the page, the event log.
"""

LIVED = """async () => {
    const { exchange } = bench;
    await exchange.setting('PRES:DRUG "baclofen";CONC 500 UG/ML;MODE FLEX');
    await exchange.setting('PRES:SEGM1:STAR "00:00";RATE 240 UG/D');
    await exchange.setting('PRES:SEGM2:STAR "22:00";RATE 10 UL/HR');
    const [[digest]] = await exchange.ask("PRES:DIG?");
    await exchange.order("PRESCRIBE", `PRES:COMM ${digest}`);
    await exchange.order("PRESCRIBE", "RES:FILL 18 ML,500 UG/ML");
    await exchange.order("PRESCRIBE", "CATH:CONT 500 UG/ML,CONFIRM");
    await exchange.order("PRESCRIBE", "PRES:HIST CONT,240 UG/D");
    await exchange.order("OPERATE", "DEL:STAR");
    await exchange.setting("SIM:TIME:ADV 30 HR");
    await exchange.order("OPERATE", "DEL:BOL 10 UG,300 S");
    await exchange.setting("SIM:TIME:ADV 61 S");
    await exchange.setting("SIM:POW:CYCL 10 MIN");
    await exchange.setting("SIM:TIME:ADV 7 HR");
    await exchange.setting("SIM:FAUL:INJ STALL,ON");
    await exchange.setting("SIM:TIME:ADV 1 HR");
    await exchange.stop("OTHER");
    await exchange.setting("SIM:TIME:ADV 1 D");
    const total = (await exchange.ask("DEL:VOL:TOT?")).join();
    return [total, await exchange.link.scenario(), await exchange.link.events?.()];
}"""

WHOLE_LOG = """async () => {
    const ask = async (line) => (await bench.exchange.ask(line))[0][0];
    const count = Number(await ask("LOG:COUN?")), lines = [];
    while (lines.length < count) {
        const block = await ask(`LOG:DATA? ${lines.length + 1},${count - lines.length}`);
        lines.push(...block.split("\\n").filter(Boolean));
    }
    return lines;
}"""

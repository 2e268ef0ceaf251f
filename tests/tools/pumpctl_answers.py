"""What the peer answers to queries, unless a test says otherwise; and its list of headers."""

ANSWERS = {
    "*OPC?": "1",
    "PRES:LIM:DAY? DEF": "1200",
    "PRES:LIM:RATE? DEF": "1000",
    "PRES:LIM:BOL? DEF": "100",
    "PRES:LIM:LOCK? DEF": "60",
    "PRES:HIST?": "CONT,300",
    "*OPT?": "SIM,TESTKEYS",
    "DEL:RATE?": "20",
    "DEL:DOSE:DAY?": "240.5",
    "DEL:VOL:TOT?": "1500000,1501000",
    "DEL:BOL:STAT?": "RUN,50000,10000,12000,480",
    "DEL:SUSP?": '0,"0 MIN = 0 HR"',
    "DEL:BOL:CHEC?": '0,"25 UG, 50 UL, 10 MIN = 0.1667 HR, 150 UG/HR on top of basal; '
    "fills 1 h to 36.25 of 119, 4 h to 66.25 of 179, 24 h to 266.25 of 1202.35 UG; "
    'the next one after 01:10",#H0123456789ABCDEF',
    "ALAR:AUD:PAUS?": "0",
    "DEL:RED?": '0,"no"',
    "DEL:NEXT?": "2030-01-01T22:00:00,30",
    "SYST:UPT?": "3600",
    "SYST:DATE?": "2030,1,1",
    "SYST:TIME?": "12,30,5",
    "STAT:QUES:COND?": "1024",
    "RES:VOL?": "16500000",
    "RES:CAP?": "20000000",
    "RES:LOW?": "4000000",
    "RES:DAYS?": "33.12,31.5",
    "RES:PRED:LOW?": "2030-01-20T12:00:00",
    "RES:PRED:EMPT?": "2030-02-03T12:00:00",
    "RES:REF:DUE?": "2030-01-20T12:00:00",
    "RES:RECO": "16500000,16400000,OK",
    "RES:RECO:TREN?": "2,300000,31500000,OK",
    "RES:STAB?": "4320,4000",
    "CATH:STAT?": "BRIDGING",
    "CATH:CONT?": "308000,289.5",
    "CATH:SLUG?": "217667,1000,90333,500,0,500",
    "CATH:BRID?": "217667,3600",
    "CATH:FLOW?": "10",
    "FOR:EFF?": "99.5,98,100",
    "FOR:WITH? 80": "12.5,9.9E37",
    "FOR:WITH:BAND? 80": "10,14,9.9E37,9.9E37",
    "FOR:WITH? 50": "26.25,9.9E37",
    "FOR:WITH:BAND? 50": "20,30,9.9E37,9.9E37",
    "FOR:TRAJ? 48 HR": ",".join(["99", "96", "104"] * 25),
    "FOR:TRAJ:STOP? 48 HR": ",".join(["60", "50", "70"] * 25),
    "ALAR:LIST?": "2,3,RESERVOIR_LOW,MEDIUM,ACTIVE,4,STOPPED,LOW,ACKED",
    "ALAR:HIST?": '1,"D0 00:00:00.000",STOPPED,LOW,ACTIVE',
    "SYST:FIRM?": "PROVEN,A,NONE",
    "AUTH:KEYS?": "OPERATE,PUBLISHED,PRESCRIBE,PUBLISHED,SERVICE,PUBLISHED",
    "AUTH:STAT?": "OBSERVE,0,0",
}
HEADERS = (
    "*IDN?/qonly/\n:SYSTem:ERRor[:NEXT]?/qonly/\n:SYSTem:ERRor:COUNt?/qonly/\n"
    ":PREScription:CONCentration\n:PREScription:SEGMent<n>:STARt\n:DELivery:STARt/nquery/\n"
    ":DELivery:STATe?/qonly/\n"
)

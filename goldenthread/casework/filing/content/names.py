"""What people read for each type of document, and for each drawer in which the court keeps it."""

from goldenthread.kernel.refusal import N_

NAMES = {
    "16_4_Report": N_("Guardian's report in a rule 16.4 case"),
    "CR_1": N_("Child impact report 1"),
    "CR_2": N_("Child impact report 2"),
    "CIR_Part1": N_("Child impact report, part 1"),
    "CIR_Part2": N_("Child impact report, part 2"),
    "CIR_Review": N_("Child impact report: review"),
    "cirTransferRequest": N_("Request to transfer a child impact report"),
    "cirExtensionRequest": N_("Request for more time for a child impact report"),
    # The court's own short name: its code does not say what it stands for.
    "CMO_report": N_("CMO report"),
    "Contact_Centre_Recordings": N_("Recordings of a contact centre"),
    "Correspondence": N_("Correspondence"),
    "Direct_work": N_("Direct work with a child"),
    "Enforcement_report": N_("Report on enforcement"),
    "FAO_Report": N_("Report under a family assistance order"),
    "FAO_Workplan": N_("Work plan under a family assistance order"),
    "Letter_from_Child": N_("Letter from a child"),
    "Other_Non_Section_7_Report": N_("Another report, not under section 7"),
    "Position_Statement": N_("Position statement"),
    "Positive_Parenting_Programme_Report": N_("Report of a positive parenting programme"),
    "Re_W_Report": N_("Re W report: whether a child should give evidence"),
    "S_11H_Monitoring": N_("Monitoring of contact under section 11H"),
    "S_16A_Risk_Assessment": N_("Risk assessment under section 16A"),
    "Safeguarding_Letter": N_("Safeguarding letter"),
    "Safeguarding_Letter_Returner": N_("Safeguarding letter for a family that returns"),
    "Safeguarding_Letter_Shorter_Template": N_("Safeguarding letter, shorter form"),
    "Safeguarding_Letter_Update": N_("Safeguarding letter: update"),
    "Second_Gatekeeping_Safeguarding_Letter": N_("Safeguarding letter for second gatekeeping"),
    "Section7_Addendum_Report": N_("Addendum to a section 7 report"),
    "Section7_Report_Child_Impact_Analysis": N_("Section 7 report with child impact analysis"),
    "Suitability_report": N_("Suitability report"),
    "GUARDIAN_REPORT": N_("Guardian's report"),
    "POSITION_STATEMENT": N_("Position statement"),
}

DRAWERS = {
    "guardianReport": N_("guardian's reports"),
    "childImpactReport1": N_("child impact report 1"),
    "childImpactReport2": N_("child impact report 2"),
    "section7Report": N_("section 7 reports"),
    "cirTransferRequest": N_("transfer requests"),
    "cirExtensionRequest": N_("extension requests"),
    "16aRiskAssessment": N_("section 16A risk assessments"),
    "safeguardingLetter": N_("safeguarding letters"),
    "otherDocs": N_("other documents of Cafcass"),
    "guardianReportsList": N_("guardian's reports"),
    "posStmtList": N_("position statements"),
}

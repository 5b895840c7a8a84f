"""The names of fields that the private-law feed is known to have, so that a new one is reported and not missed.

From `hmcts/prl-cos-api`, the classes under models/dto/cafcass. A name here need not be read; it is known.
"""

from goldenthread.casework.courtfeed.received import names

_PERSON = names(
    """firstName lastName previousName dateOfBirth isDateOfBirthUnknown isDateOfBirthKnown gender otherGender
    placeOfBirth isPlaceOfBirthKnown isAddressUnknown isAddressConfidential isCurrentAddressKnown address
    isAtAddressLessThan5Years isAtAddressLessThan5YearsWithDontKnow addressLivedLessThan5YearsDetails
    canYouProvideEmailAddress isEmailAddressConfidential email canYouProvidePhoneNumber isPhoneNumberConfidential
    phoneNumber landline relationshipToChildren relationshipToChild otherPersonRelationshipToChildren
    doTheyHaveLegalRepresentation representativeFirstName representativeLastName solicitorOrg solicitorAddress
    solicitorEmail solicitorTelephone solicitorReference dxNumber organisations sendSignUpLink caseTypeOfApplication
    respondentLivedWithApplicant"""
)
_CHILD = names(
    """firstName lastName dateOfBirth isDateOfBirthUnknown gender otherGender orderAppliedFor
    applicantsRelationshipToChild otherApplicantsRelationshipToChild respondentsRelationshipToChild
    otherRespondentsRelationshipToChild childLiveWith address isChildAddressConfidential
    parentalResponsibilityDetails isFinalOrderIssued cafcassOfficerName cafcassOfficerPosition
    cafcassOfficerOtherPosition cafcassOfficerEmailAddress cafcassOfficerPhoneNo cafcassOfficerAdded
    whoDoesTheChildLiveWith""",
    personWhoLivesWithChild=names("firstName lastName relationshipToChildDetails address isPersonIdentityConfidential"),
)
_RELATION = names(
    """partyId partyFullName partyType childId childFullName relationType otherRelationDetails childLivesWith
    isChildLivesWithPersonConfidential applicantId applicantFullName childAndApplicantRelation
    childAndApplicantRelationOtherDetails respondentId respondentFullName childAndRespondentRelation
    childAndRespondentRelationOtherDetails otherPeopleId otherPeopleFullName childAndOtherPeopleRelation
    childAndOtherPeopleRelationOtherDetails"""
)
_HEARING = names(
    "hearingID hearingType hearingTypeValue hmcStatus status lastResponseReceivedDateTime",
    hearingDaySchedule=names("hearingVenueName hearingVenueId hearingStartDateTime hearingEndDateTime"),
)
_DATA = names(
    """dateSubmitted issueDate caseTypeOfApplication familymanCaseNumber childrenKnownToLocalAuthority
    isInterpreterNeeded interpreterNeeds ordersApplyingFor courtName courtEpimsId courtTypeId
    applicantSolicitorEmailAddress solicitorName submitAndPayDownloadApplicationLink finalDocument
    draftConsentOrderFile c8Document c1ADocument ordersNonMolestationDocument hearingOutComeDocument
    otherDocuments otherDocumentsUploaded uploadedDocuments bundleInformation manageOrderCollection orderCollection
    confidentialDocuments courtStaffQuarantineDocsList restrictedDocuments reviewDocuments
    doYouNeedAWithoutNoticeHearing miamStatus miamTable miamCertificationDocumentUpload1 claimingExemptionMiam
    applicantAttendedMiam familyMediatorMiam otherProceedingsMiam applicantConsentMiam mediatorRegistrationNumber
    familyMediatorServiceName soleTraderName miamExemptionsChecklist miamExemptionReasons
    miamDomesticAbuseEvidences miamUrgencyReason miamUrgencyReasonChecklist miamPreviousAttendanceReason
    miamTypeOfPreviousAttendanceEvidence miamOtherExemptionReasons miamChildProtectionConcernReason
    mpuChildInvolvedInMiam mpuApplicantAttendedMiam mpuClaimingExemptionMiam mpuExemptionReasons
    mpuDomesticAbuseEvidences mpuIsDomesticAbuseEvidenceProvided mpuDomesticAbuseEvidenceDocument
    mpuNoDomesticAbuseEvidenceReason mpuUrgencyReason mpuChildProtectionConcernReason
    mpuPreviousMiamAttendanceReason mpuDocFromDisputeResolutionProvider mpuTypeOfPreviousMiamAttendanceEvidence
    mpuCertificateByMediator mpuMediatorDetails mpuOtherExemptionReasons
    mpuApplicantUnableToAttendMiamReason1 mpuApplicantUnableToAttendMiamReason2""",
    confidentialDetails=names("isConfidentialDetailsAvailable"),
    caseManagementLocation=names("regionId baseLocationId region baseLocation regionName baseLocationName"),
    summaryTabForOrderAppliedFor=names("ordersApplyingFor typeOfChildArrangementsOrder natureOfOrder otherDetails"),
    miamExemptionsTable=names(
        """reasonsForMiamExemption domesticViolenceEvidence urgencyEvidence childProtectionEvidence
        previousAttendenceEvidence otherGroundsEvidence"""
    ),
    applicants=_PERSON,
    respondents=_PERSON,
    otherPeopleInTheCaseTable=_PERSON,
    otherPartyInTheCaseRevised=_PERSON,
    applicantsConfidentialDetails=names("firstName lastName email phoneNumber address"),
    children=_CHILD,
    newChildDetails=_CHILD,
    childAndApplicantRelations=_RELATION,
    childAndRespondentRelations=_RELATION,
    childAndOtherPeopleRelations=_RELATION,
    hearingData=names("hmctsServiceCode caseRef courtName courtTypeId", caseHearings=_HEARING),
)
KNOWN = names(
    "id jurisdiction state caseTypeOfApplication case_type_id created_date last_modified last_state_modified_date",
    case_data=_DATA,
)
